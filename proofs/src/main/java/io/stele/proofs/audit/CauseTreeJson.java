package io.stele.proofs.audit;

import io.stele.model.Bytes;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventJson;
import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// A tree of causes as JSON:
/// `{"correlationId":…,"events":2,"commands":[{"cause":…,"stream":…,"actor":…,"events":[{"event":{…},"commands":[…]}]}]}`.
public final class CauseTreeJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private CauseTreeJson() {}

    public static Bytes write(String correlationId, CauseTree tree, DataForm form) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = MAPPER.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("correlationId", correlationId);
            out.writeNumberProperty("events", tree.size());
            writeCommands(tree.commands(), form, out);
            out.writeEndObject();
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private static void writeCommands(
            List<CauseTree.Command> commands, DataForm form, JsonGenerator out) {
        out.writeArrayPropertyStart("commands");
        for (CauseTree.Command command : commands) {
            out.writeStartObject();
            out.writeStringProperty("cause", command.cause());
            out.writeStringProperty("stream", command.stream().value());
            out.writeStringProperty("actor", command.actor());
            out.writeArrayPropertyStart("events");
            for (CauseTree.Caused caused : command.events()) {
                out.writeStartObject();
                out.writeName("event");
                out.writeRawValue(EventJson.write(caused.event(), form).utf8());
                writeCommands(caused.commands(), form, out);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
