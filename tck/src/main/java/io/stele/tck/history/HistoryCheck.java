package io.stele.tck.history;

import io.stele.model.Append;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.StreamRange;
import io.stele.model.CorruptException;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import io.stele.tck.history.History.Fate;
import io.stele.tck.history.History.Seen;
import io.stele.tck.history.ScriptedAppend.Guard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whether a store's log agrees with what its clients saw. An answer names a position, so the log
/// is its own witness and no search is needed.
///
/// The invariants, by the names that a violation begins with:
/// - *known*: every event belongs to an append that was sent, and is what was sent, byte for byte;
/// - *whole*: an append is there with all its events, side by side, or with none;
/// - *once*: and not a second time;
/// - *numbered*: positions and each stream's revisions are 0, 1, 2, …;
/// - *expected*: its expectations and its condition held at its place in the log;
/// - *acknowledged*: it is there, where its answer said;
/// - *refused*: what was refused is not there;
/// - *real time*: what was acknowledged before another append was sent stands before it;
/// - *readers*: what a reader was given is what the log has there;
/// - *retries*: the first answer is found again by the append's id;
/// - *indexed*: streams and queries, both ways, give what the log has.
public final class HistoryCheck {

    private static final int RETRIES_MAX = 2_000; // of those acknowledged, evenly spread

    private final History history;
    private final EventStore store;
    private final List<RecordedEvent> log = new ArrayList<>();
    private final Map<UUID, Long> placeOf = new HashMap<>();
    private final Map<StreamName, Long> lastRevision = new HashMap<>();
    private final Map<Tag, Long> lastWithTag = new HashMap<>();

    private HistoryCheck(History history, EventStore store) {
        this.history = history;
        this.store = store;
    }

    private static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Violation(String name, String what) {
            super(name + ": " + what);
        }
    }

    /// @return which invariant is broken and how; null when all hold
    public static @Nullable String violation(History history, EventStore store) {
        HistoryCheck check = new HistoryCheck(history, store);
        try {
            store.read(ReadLog.all()).forEachRemaining(check.log::add);
            check.walk();
            check.answers();
            check.realTime();
            check.readers();
            check.retries();
            check.indexes();
            return null;
        } catch (Violation e) {
            return e.getMessage();
        }
    }

    /// For a store whose disk lost or damaged something: only whether what can still be read is
    /// right, as far as it goes.
    ///
    /// @return which invariant is broken and how; null when all hold
    public static @Nullable String violationInWhatIsLeft(History history, EventStore store) {
        HistoryCheck check = new HistoryCheck(history, store);
        try (EventCursor cursor = store.read(ReadLog.all())) {
            cursor.forEachRemaining(check.log::add);
        } catch (CorruptException e) {
            // all before it counts
        }
        try {
            check.walk();
            return null;
        } catch (Violation e) {
            return e.getMessage();
        }
    }

    private void walk() {
        for (int i = 0; i < log.size(); ) {
            RecordedEvent event = log.get(i);
            Fate fate = history.ofEvent(event.id());
            if (fate == null) {
                throw new Violation("known", "nobody sent %s".formatted(event));
            }
            Append append = fate.append.append();
            if (placeOf.put(append.appendId(), (long) i) != null) {
                throw new Violation(
                        "once", "%s is there again at %d".formatted(append.appendId(), i));
            }
            conditions(fate.append, append, i);
            i = events(append, i);
        }
    }

    private void conditions(ScriptedAppend scripted, Append append, int position) {
        for (StreamAppend part : append.streams()) {
            long last = lastRevision.getOrDefault(part.stream(), -1L);
            boolean holds =
                    switch (part.expected()) {
                        case Expectation.Any any -> true;
                        case Expectation.None none -> last < 0;
                        case Expectation.Exists exists -> last >= 0;
                        case Expectation.Exactly exactly -> exactly.last().value() == last;
                    };
            if (!holds) {
                throw new Violation(
                        "expected",
                        "%s at %d: stream %s ended at %d"
                                .formatted(scripted, position, part.stream(), last));
            }
        }
        Guard guard = scripted.guard().orElse(null);
        if (guard != null) {
            long match = lastWithTag.getOrDefault(ScriptedAppend.tag(guard.tag()), -1L);
            if (match > guard.after()) {
                throw new Violation(
                        "expected", "%s at %d: %d matched".formatted(scripted, position, match));
            }
        }
    }

    /// @return where the next append begins
    private int events(Append append, int position) {
        int at = position;
        for (StreamAppend part : append.streams()) {
            for (NewEvent sent : part.events()) {
                if (at >= log.size()) {
                    throw new Violation("whole", "%s ends half-way".formatted(append.appendId()));
                }
                RecordedEvent found = log.get(at);
                event(found, sent, part.stream(), at);
                at++;
            }
        }
        return at;
    }

    private void event(RecordedEvent found, NewEvent sent, StreamName stream, int position) {
        if (!found.id().equals(sent.id())) {
            throw new Violation(
                    "whole", "%s instead of %s at %d".formatted(found.id(), sent, position));
        }
        if (!found.stream().equals(stream)
                || !found.type().equals(sent.type())
                || !found.data().equals(sent.data())
                || !found.tags().equals(sent.tags())) {
            throw new Violation("known", "%s was sent, %s is there".formatted(sent, found));
        }
        long revision = lastRevision.merge(stream, 0L, (last, zero) -> last + 1);
        if (found.position().value() != position || found.revision().value() != revision) {
            throw new Violation(
                    "numbered",
                    "%s should be %d, revision %d".formatted(found, position, revision));
        }
        found.tags().forEach(tag -> lastWithTag.put(tag, (long) position));
    }

    private void answers() {
        for (Fate fate : history.fates()) {
            Long place = placeOf.get(fate.append.id());
            Appended answer = fate.answer;
            if (fate.isDefinitelyAbsent() && place != null) {
                throw new Violation("refused", "%s is there at %d".formatted(fate.append, place));
            }
            if (answer != null) {
                if (place == null) {
                    throw new Violation(
                            "acknowledged",
                            "%s is lost, answered %s".formatted(fate.append, answer));
                }
                acknowledged(fate.append, answer, place);
            }
        }
    }

    private void acknowledged(ScriptedAppend append, Appended answer, long place) {
        long at = place;
        for (StreamRange range : answer.streams()) {
            long first = log.get((int) at).revision().value();
            long count = range.last().value() - range.first().value() + 1;
            if (!log.get((int) at).stream().equals(range.stream())
                    || first != range.first().value()) {
                throw new Violation(
                        "acknowledged", "%s: %s, not at %d".formatted(append, answer, place));
            }
            at += count;
        }
        if (answer.last().value() != at - 1) {
            throw new Violation(
                    "acknowledged", "%s: %s, not at %d".formatted(append, answer, place));
        }
    }

    private void realTime() {
        long answeredLater = Long.MAX_VALUE; // the earliest answer to what stands behind
        for (int i = log.size() - 1; i >= 0; i--) {
            Fate fate = history.ofEvent(log.get(i).id());
            if (fate != null) {
                if (answeredLater < fate.sentAt) {
                    throw new Violation(
                            "real time",
                            "%s stands before one answered earlier".formatted(fate.append));
                }
                if (fate.answer != null) {
                    answeredLater = Math.min(answeredLater, fate.answeredAt);
                }
            }
        }
    }

    private void readers() {
        for (Seen seen : history.readers()) {
            if (seen.end() > log.size()) {
                throw new Violation(
                        "readers", "%s, but the log ends at %d".formatted(seen, log.size()));
            }
            long hash = 0;
            for (long i = seen.from(); i < seen.end(); i++) {
                hash = History.hash(hash, log.get((int) i));
            }
            if (hash != seen.hash()) {
                throw new Violation("readers", "%s is not what the log has".formatted(seen));
            }
        }
    }

    private void retries() {
        List<Fate> answered = history.fates().stream().filter(fate -> fate.answer != null).toList();
        int step = Math.max(1, answered.size() / RETRIES_MAX);
        for (int i = 0; i < answered.size(); i += step) {
            Fate fate = answered.get(i);
            Appended first = fate.answer;
            Optional<Appended> again = store.findAppend(fate.append.id());
            if (first == null
                    || again.isEmpty()
                    || !again.get().duplicate()
                    || !again.get().streams().equals(first.streams())
                    || !again.get().last().equals(first.last())) {
                throw new Violation("retries", again + ", answered " + first);
            }
        }
    }

    private void indexes() {
        for (StreamName stream : lastRevision.keySet()) {
            List<RecordedEvent> expected =
                    log.stream().filter(event -> event.stream().equals(stream)).toList();
            ReadStream read = ReadStream.of(stream);
            same("stream " + stream, expected, store.read(read).toList());
            same("stream " + stream, expected.reversed(), store.read(read.backward()).toList());
        }
        for (int tag = 0; tag < ScriptedAppend.TAGS; tag += 5) {
            query(Query.anyOf(QueryItem.tags(ScriptedAppend.tag(tag))));
        }
        query(Query.anyOf(QueryItem.types(ScriptedAppend.type(1), ScriptedAppend.type(2))));
    }

    private void query(Query query) {
        List<RecordedEvent> expected = log.stream().filter(query::matches).toList();
        ReadLog read = ReadLog.all().matching(EventFilter.matching(query));
        same(query.toString(), expected, store.read(read).toList());
        same(query.toString(), expected.reversed(), store.read(read.backward()).toList());
    }

    private static void same(String what, List<RecordedEvent> expected, List<RecordedEvent> found) {
        if (!expected.equals(found)) {
            throw new Violation(
                    "indexed",
                    "%s: %d events, the log has %d".formatted(what, found.size(), expected.size()));
        }
    }
}
