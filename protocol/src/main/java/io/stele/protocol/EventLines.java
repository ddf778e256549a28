package io.stele.protocol;

import io.stele.model.RecordedEvent;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/// Writes events as JSON Lines (`application/x-ndjson`): one in each line.
public final class EventLines {

    public static final String CONTENT_TYPE = "application/x-ndjson";

    private final JsonGenerator generator;
    private final DataForm form;

    /// @param target gets every event at once, and is neither flushed nor closed
    public EventLines(OutputStream target, DataForm form) {
        this.generator = Json.generator(target);
        this.form = form;
    }

    /// @throws tools.jackson.core.JacksonException wrapping what the target throws
    public void write(RecordedEvent event) {
        EventJson.write(event, form, generator);
        generator.writeRaw('\n');
        generator.flush();
    }
}
