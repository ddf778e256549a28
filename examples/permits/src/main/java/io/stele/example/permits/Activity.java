package io.stele.example.permits;

import io.stele.model.RecordedEvent;
import io.stele.sql.EventContext;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One row of the file: somebody did something for a case.
///
/// @param name such as `T02 Check confirmation of receipt`
/// @param department that the case belongs to; the same in all its rows, as is the channel
/// @param channel that the application came by
record Activity(String name, String person, Instant at, String department, String channel) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Activity of(RecordedEvent event) {
        JsonNode row = JSON.readTree(event.data().bytes().toByteArray());
        return new Activity(
                event.type(),
                event.actor(),
                new EventContext(event).occurredAt(),
                row.path("case:department").asString(""),
                row.path("case:channel").asString(""));
    }
}
