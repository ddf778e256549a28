package io.stele.memory;

import io.stele.model.Append;
import io.stele.model.AppendResult.Appended;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.RejectedException;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// What was appended before, to recognise a retry: by its append id, or, for callers that know only
/// event ids, by the same events to the same streams with the same expectations.
final class PastAppends {

    private record EventKey(StreamName stream, UUID eventId) {}

    private record Entry(Append append, Appended answer) {
        Appended again() {
            return new Appended(answer.streams(), answer.last(), true);
        }
    }

    private final Map<UUID, Entry> byAppendId = new HashMap<>();

    /// All appends that have the event: the same one may be appended again with another expectation.
    private final Map<EventKey, List<Entry>> byEventId = new HashMap<>();

    void remember(Append append, Appended answer) {
        Entry entry = new Entry(append, answer);
        byAppendId.put(append.appendId(), entry);
        for (StreamAppend part : append.streams()) {
            for (NewEvent event : part.events()) {
                byEventId
                        .computeIfAbsent(
                                new EventKey(part.stream(), event.id()), key -> new ArrayList<>())
                        .add(entry);
            }
        }
    }

    Optional<Appended> find(UUID appendId) {
        return Optional.ofNullable(byAppendId.get(appendId)).map(Entry::again);
    }

    /// The first answer, when `append` is known by its append id, or by its event ids where its
    /// expectations leave the state of the stream open.
    ///
    /// @throws RejectedException when an id names something else
    Optional<Appended> retried(Append append) {
        Entry same = byAppendId.get(append.appendId());
        if (same != null) {
            if (!same.append().hasContentOf(append)) {
                throw new RejectedException(
                        RejectedException.Reason.APPEND_ID_REUSED,
                        "append id "
                                + append.appendId()
                                + " was used before, for other events; a new append needs a new id");
            }
            return Optional.of(same.again());
        }
        Optional<Appended> byEvents = retriedByEventIds(append);
        if (byEvents.isEmpty()) {
            append.streams().forEach(this::checkNoneKnown);
        }
        return byEvents;
    }

    /// The first answer, when these very events were appended to these streams with these
    /// expectations.
    Optional<Appended> retriedByEventIds(Append append) {
        StreamAppend first = append.streams().getFirst();
        return with(first.stream(), first.events().getFirst())
                .filter(entry -> entry.append().hasEventsOf(append))
                .findFirst()
                .map(Entry::again);
    }

    private Stream<Entry> with(StreamName stream, NewEvent event) {
        return byEventId.getOrDefault(new EventKey(stream, event.id()), List.of()).stream();
    }

    private void checkNoneKnown(StreamAppend part) {
        if (!(part.expected() instanceof Expectation.Any
                || part.expected() instanceof Expectation.Exists)) {
            return;
        }
        for (NewEvent event : part.events()) {
            if (with(part.stream(), event)
                    .anyMatch(
                            entry -> expectationOf(entry.append(), part).equals(part.expected()))) {
                throw new RejectedException(
                        RejectedException.Reason.EVENT_ID_REUSED,
                        "event id "
                                + event.id()
                                + " is in stream "
                                + part.stream()
                                + " already, but the append that has it is not this one");
            }
        }
    }

    private static Expectation expectationOf(Append append, StreamAppend part) {
        return append.streams().stream()
                .filter(other -> other.stream().equals(part.stream()))
                .findFirst()
                .orElseThrow()
                .expected();
    }
}
