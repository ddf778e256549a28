package io.stele.sdk.reactor;

import io.stele.model.Bytes;
import io.stele.sdk.EventCodec;
import io.stele.sdk.EventType;
import io.stele.sdk.json.Json;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// What happened to the timers of a reactor. Kept in the stream `timers-<reactor>`.
sealed interface TimerEvent {

    EventCodec<TimerEvent> CODEC = EventCodec.of(TimerEvent.class);

    /// @param timer its id
    /// @param process the id of the process that it belongs to
    /// @param name within the process
    /// @param command what comes to the process then, by name
    /// @param data of the command
    /// @param correlationId goes on with the command
    @EventType("TimerSet")
    record TimerSet(
            UUID timer,
            String process,
            String name,
            Instant due,
            String command,
            JsonNode data,
            String correlationId)
            implements TimerEvent {

        /// Of which there is one at a time.
        Slot slot() {
            return new Slot(process, name);
        }
    }

    @EventType("TimerCancelled")
    record TimerCancelled(String process, String name) implements TimerEvent {
        Slot slot() {
            return new Slot(process, name);
        }
    }

    /// The command of the timer was given.
    @EventType("TimerFired")
    record TimerFired(UUID timer) implements TimerEvent {}

    /// A place for one timer.
    record Slot(String process, String name) {}

    static JsonNode json(Bytes utf8) {
        return Json.MAPPER.readTree(utf8.toByteArray());
    }

    static Bytes bytes(JsonNode data) {
        return Bytes.wrap(Json.MAPPER.writeValueAsBytes(data));
    }
}
