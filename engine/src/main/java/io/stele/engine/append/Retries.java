package io.stele.engine.append;

import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.RejectedException;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.util.UUID;
import java.util.function.BiPredicate;

/// When one append is another one again.
final class Retries {

    private Retries() {}

    /// Whether two appends say the same: streams, types and data. Ids may differ, for a caller that
    /// lets somebody else make them.
    static boolean sameContent(Append one, Append other) {
        return sameShape(
                one, other, (a, b) -> a.type().equals(b.type()) && a.data().equals(b.data()));
    }

    /// Whether two appends have the same events for the same streams with the same expectations.
    static boolean sameEvents(Append one, Append other) {
        if (!sameShape(one, other, (a, b) -> a.id().equals(b.id()))) {
            return false;
        }
        for (int i = 0; i < one.streams().size(); i++) {
            if (!one.streams().get(i).expected().equals(other.streams().get(i).expected())) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameShape(
            Append one, Append other, BiPredicate<NewEvent, NewEvent> same) {
        if (one.streams().size() != other.streams().size()) {
            return false;
        }
        for (int i = 0; i < one.streams().size(); i++) {
            StreamAppend a = one.streams().get(i);
            StreamAppend b = other.streams().get(i);
            if (!a.stream().equals(b.stream()) || a.events().size() != b.events().size()) {
                return false;
            }
            for (int j = 0; j < a.events().size(); j++) {
                if (!same.test(a.events().get(j), b.events().get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

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
