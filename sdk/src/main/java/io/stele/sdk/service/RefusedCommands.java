package io.stele.sdk.service;

import io.stele.model.Append;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.sdk.command.CommandContext;
import io.stele.sdk.command.CommandResult;
import io.stele.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes down which commands the domain refused, for those who audit a service: an event
/// `$CommandRefused` in `$refused-` and the category, with the stream, the name of the command and
/// the reason. What the command said is not in it.
///
/// @param store gets the events
public record RefusedCommands(EventStore store) {

    static final String STREAM_PREFIX = "$refused-";

    private static final String REFUSED = "$CommandRefused";

    /// Durable when it returns.
    ///
    /// @throws io.stele.model.StoreException when it cannot be written
    void add(String category, String command, CommandResult.Refused refused, CommandContext by) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("stream", refused.stream().value());
        data.put("command", command);
        data.put("reason", refused.reason());
        NewEvent event =
                NewEvent.json(REFUSED, Json.MAPPER.writeValueAsString(data))
                        .withMetadata(metadata(by));
        var unused =
                store.append(
                        Append.to(STREAM_PREFIX + category, Expectation.ANY, event).by(by.actor()));
    }

    private static Metadata metadata(CommandContext by) {
        return by.correlationId()
                .map(id -> Metadata.of(Metadata.CORRELATION_ID, id))
                .orElse(Metadata.EMPTY);
    }
}
