package io.stele.tck;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Cause;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.AppendResult.StreamRange;
import io.stele.model.Direction;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What a store should say, found the slow way: one list, searched from its beginning each time.
/// Knows no time.
final class LogModel {

    private final List<RecordedEvent> log = new ArrayList<>();
    private final Map<UUID, Appended> answers = new HashMap<>();

    long end() {
        return log.size();
    }

    List<RecordedEvent> log() {
        return log;
    }

    Map<UUID, Appended> answers() {
        return answers;
    }

    List<RecordedEvent> eventsOf(StreamName stream) {
        return log.stream().filter(event -> event.stream().equals(stream)).toList();
    }

    AppendResult append(Append append) {
        Appended first = answers.get(append.appendId());
        if (first != null) {
            return new Appended(first.streams(), first.last(), true);
        }
        for (StreamAppend part : append.streams()) {
            Optional<Conflict> moved = moved(part);
            if (moved.isPresent()) {
                return moved.get();
            }
        }
        Optional<Conflict> failed = append.condition().flatMap(this::failed);
        return failed.isPresent() ? failed.get() : write(append);
    }

    private Optional<Conflict> moved(StreamAppend part) {
        List<RecordedEvent> events = eventsOf(part.stream());
        long last = events.size() - 1L;
        boolean holds =
                switch (part.expected()) {
                    case Expectation.Any any -> true;
                    case Expectation.None none -> last < 0;
                    case Expectation.Exists exists -> last >= 0;
                    case Expectation.Exactly exactly -> last == exactly.last().value();
                };
        if (holds) {
            return Optional.empty();
        }
        long seen =
                part.expected() instanceof Expectation.Exactly exactly
                        ? exactly.last().value()
                        : -1;
        Optional<Revision> actual = last < 0 ? Optional.empty() : Optional.of(Revision.of(last));
        return Optional.of(
                new Conflict(
                        new Cause.StreamMoved(part.stream(), part.expected(), actual),
                        events.stream()
                                .filter(event -> event.revision().value() > seen)
                                .limit(AppendResult.UNSEEN_MAX)
                                .toList()));
    }

    private Optional<Conflict> failed(AppendCondition condition) {
        long after = condition.after().map(Position::value).orElse(-1L);
        List<RecordedEvent> matching =
                log.stream()
                        .filter(event -> event.position().value() > after)
                        .filter(condition.failIfEventsMatch()::matches)
                        .limit(AppendResult.UNSEEN_MAX)
                        .toList();
        return matching.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Conflict(
                                new Cause.ConditionFailed(
                                        condition, matching.getFirst().position()),
                                matching));
    }

    private Appended write(Append append) {
        List<StreamRange> ranges = new ArrayList<>();
        for (StreamAppend part : append.streams()) {
            long first = eventsOf(part.stream()).size();
            long revision = first;
            for (NewEvent event : part.events()) {
                log.add(recorded(part.stream(), revision++, event, append.actor()));
            }
            ranges.add(
                    new StreamRange(part.stream(), Revision.of(first), Revision.of(revision - 1)));
        }
        Appended answer = new Appended(ranges, log.getLast().position(), false);
        answers.put(append.appendId(), answer);
        return answer;
    }

    private RecordedEvent recorded(StreamName stream, long revision, NewEvent event, String actor) {
        return new RecordedEvent(
                Position.of(log.size()),
                stream,
                Revision.of(revision),
                event.id(),
                event.type(),
                Instant.EPOCH,
                actor,
                event.data(),
                event.metadata(),
                event.tags());
    }

    List<RecordedEvent> read(ReadLog request) {
        boolean forward = request.direction() == Direction.FORWARD;
        long after =
                request.afterExclusive().map(Position::value).orElse(forward ? -1 : Long.MAX_VALUE);
        return (forward ? log : log.reversed())
                .stream()
                        .filter(event -> lies(event.position().value(), forward, after))
                        .filter(request.filter()::matches)
                        .limit(request.limit())
                        .toList();
    }

    List<RecordedEvent> read(ReadStream request) {
        boolean forward = request.direction() == Direction.FORWARD;
        List<RecordedEvent> events = eventsOf(request.stream());
        long from =
                request.fromInclusive().map(Revision::value).orElse(forward ? 0 : Long.MAX_VALUE);
        return (forward ? events : events.reversed())
                .stream()
                        .filter(event -> !lies(event.revision().value(), !forward, from))
                        .limit(request.limit())
                        .toList();
    }

    private static boolean lies(long number, boolean above, long bound) {
        return above ? number > bound : number < bound;
    }

    /// The answer of a store as the model would give it.
    static AppendResult timeless(AppendResult result) {
        return switch (result) {
            case Appended appended -> appended;
            case Conflict conflict -> new Conflict(conflict.cause(), timeless(conflict.unseen()));
        };
    }

    static List<RecordedEvent> timeless(List<RecordedEvent> events) {
        return events.stream()
                .map(e ->
                        new RecordedEvent(
                                e.position(),
                                e.stream(),
                                e.revision(),
                                e.id(),
                                e.type(),
                                Instant.EPOCH,
                                e.actor(),
                                e.data(),
                                e.metadata(),
                                e.tags()))
                .toList();
    }
}
