package io.stele.model;

import java.util.List;
import java.util.Objects;

/// The part of an append that goes to one stream.
///
/// @param stream where the events go
/// @param expected what must be true of the stream
/// @param events in the order they will have; not empty
public record StreamAppend(StreamName stream, Expectation expected, List<NewEvent> events) {

    public StreamAppend {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(expected, "expected");
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("an append to " + stream + " must have an event");
        }
    }
}
