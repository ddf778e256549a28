package io.stele.protocol;

import io.stele.model.Bytes;
import io.stele.model.RecordedEvent;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// A page of events as JSON: `{"events":[…],"next":17,"head":99}`.
public final class PageJson {

    private PageJson() {}

    /// @param next where the page after this one begins; empty (written as `null`) when this is
    ///     the last
    /// @param head the last position of the log, or the last revision of the stream, when the page
    ///     was begun; empty (written as `null`) when there was none
    public static Bytes write(
            List<RecordedEvent> events, OptionalLong next, OptionalLong head, DataForm form) {
        JsonOutput json = new JsonOutput(form);
        json.generator().writeStartObject();
        json.member("events", events);
        write("next", next, json.generator());
        write("head", head, json.generator());
        json.generator().writeEndObject();
        return json.finish();
    }

    private static void write(String name, OptionalLong value, JsonGenerator out) {
        if (value.isPresent()) {
            out.writeNumberProperty(name, value.getAsLong());
        } else {
            out.writeNullProperty(name);
        }
    }
}
