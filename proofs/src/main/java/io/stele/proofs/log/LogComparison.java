package io.stele.proofs.log;

import io.stele.model.Checkpoint;
import io.stele.model.CorruptException;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.proofs.EventEntry;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.tree.Hash;
import io.stele.proofs.tree.RunningRoot;
import java.util.Optional;

/// What becomes of a log when it is held against a checkpoint of it that was kept elsewhere. Nothing
/// but the events is believed: no file of the tree, no checksum.
public sealed interface LogComparison {

    /// The log begins with exactly the events that the checkpoint is of.
    ///
    /// @param events how many that are
    record Same(long events) implements LogComparison {}

    /// Events at the end are gone: the log was rolled back or cut.
    record Shorter(long events, long signed) implements LogComparison {}

    /// Some of its events are not those that the checkpoint is of.
    record Different(Hash root, Hash signed) implements LogComparison {}

    /// It does not call itself what the checkpoint does.
    ///
    /// @param origin empty: it has no name
    record Foreign(Optional<String> origin, String signed) implements LogComparison {}

    /// Reads all events that `head` is of.
    ///
    /// @throws CorruptException when the store itself finds that it is damaged
    static LogComparison of(EventStore store, TreeHead head) {
        Optional<LogIdentity> identity = LogIdentity.find(store);
        Optional<String> origin = identity.map(LogIdentity::origin);
        if (identity.isEmpty() || !origin.equals(Optional.of(head.origin()))) {
            return new Foreign(origin, head.origin());
        }
        RunningRoot running = new RunningRoot();
        if (head.size() > 0) {
            try (EventCursor events = store.read(ReadLog.all().limit(head.size()))) {
                while (events.hasNext()) {
                    RecordedEvent event = events.next();
                    running.add(
                            EventEntry.of(event, identity.get().salts().of(event.position()))
                                    .bytes()
                                    .toByteArray());
                }
            }
        }
        if (running.size() < head.size()) {
            return new Shorter(running.size(), head.size());
        }
        return running.root().equals(head.root())
                ? new Same(head.size())
                : new Different(running.root(), head.root());
    }

    /// Sees only whether the log is as long as it was; costs nothing.
    ///
    /// @throws CorruptException as [#of]
    static LogComparison ofLength(EventStore store, TreeHead head) {
        if (head.size() == 0) {
            return new Same(0);
        }
        ReadLog last = ReadLog.all().from(new Checkpoint(head.size() - 1)).limit(1);
        try (EventCursor events = store.read(last)) {
            return events.hasNext()
                    ? new Same(head.size())
                    : new Shorter(store.head().next(), head.size());
        }
    }

    /// For people.
    default String describe() {
        return switch (this) {
            case Same(long events) ->
                    "the first %,d events are those that were signed for".formatted(events);
            case Shorter(long events, long signed) ->
                    "the log has %,d events, but %,d were signed for: it was rolled back or cut"
                            .formatted(events, signed);
            case Different(Hash root, Hash signed) ->
                    "the log is not the one that was signed for: its root is %s, the signed one %s"
                            .formatted(root, signed);
            case Foreign(Optional<String> origin, String signed) ->
                    "the checkpoint is of %s, but the log is %s"
                            .formatted(
                                    signed,
                                    origin.map(it -> "called " + it).orElse("without a name"));
        };
    }
}
