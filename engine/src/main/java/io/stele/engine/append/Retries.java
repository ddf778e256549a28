package io.stele.engine.append;

import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.RejectedException;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.util.UUID;

/// What else tells a retry from an id that was used for something else.
final class Retries {

    private Retries() {}

    /// Whether `part` leaves the state of its stream so open that it would pass a second time.
    static boolean passesAgain(StreamAppend part) {
        return part.expected() instanceof Expectation.Any
                || part.expected() instanceof Expectation.Exists;
    }

    /// Whether any part of `append` would pass a second time.
    static boolean passesAgain(Append append) {
        for (StreamAppend part :
                append.streams()) { // a stream of them would cost more than the rest
            if (passesAgain(part)) {
                return true;
            }
        }
        return false;
    }

    /// Whether `append` wrote this event to this stream with this expectation.
    static boolean wrote(Append append, StreamName stream, UUID eventId, Expectation expected) {
        for (StreamAppend part : append.streams()) {
            if (part.stream().equals(stream) && part.expected().equals(expected)) {
                return part.events().stream().anyMatch(event -> event.id().equals(eventId));
            }
        }
        return false;
    }

    static RejectedException appendIdReused(UUID appendId) {
        return new RejectedException(
                RejectedException.Reason.APPEND_ID_REUSED,
                "append id "
                        + appendId
                        + " was used before, for other events; a new append needs a new id");
    }

    static RejectedException eventIdReused(StreamName stream, UUID eventId) {
        return new RejectedException(
                RejectedException.Reason.EVENT_ID_REUSED,
                "event id "
                        + eventId
                        + " is in stream "
                        + stream
                        + " already, but the append that has it is not this one");
    }
}
