package io.stele.tck;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.StreamRange;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A store that takes every append, refuses nothing, and has nothing afterwards.
final class SaysYesAndKeepsNothing implements EventStore {

    @Override
    public CompletableFuture<AppendResult> appendAsync(Append append) {
        List<StreamRange> ranges =
                append.streams().stream()
                        .map(part ->
                                new StreamRange(
                                        part.stream(),
                                        Revision.FIRST,
                                        Revision.of(part.events().size() - 1L)))
                        .toList();
        Position last = Position.of(append.eventCount() - 1L);
        return CompletableFuture.completedFuture(new Appended(ranges, last, false));
    }

    @Override
    public Optional<Appended> findAppend(UUID appendId) {
        return Optional.empty();
    }

    @Override
    public EventCursor read(ReadStream request) {
        return new Nothing();
    }

    @Override
    public EventCursor read(ReadLog request) {
        return new Nothing();
    }

    @Override
    public Optional<StreamHead> head(StreamName stream) {
        return Optional.empty();
    }

    @Override
    public Checkpoint head() {
        return Checkpoint.START;
    }

    @Override
    public Subscription subscribe(Checkpoint after, EventFilter filter) {
        return new Silence();
    }

    @Override
    public SnapshotStore snapshots() {
        return new NoSnapshots();
    }

    @Override
    public void close() {}

    private static final class Nothing implements EventCursor {
        @Override
        public boolean hasNext() {
            return false;
        }

        @Override
        public RecordedEvent next() {
            throw new NoSuchElementException();
        }

        @Override
        public void close() {}
    }

    private static final class Silence implements Subscription {
        @Override
        public Optional<Message> poll(Duration timeout) {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }

    private static final class NoSnapshots implements SnapshotStore {
        @Override
        public Optional<Snapshot> load(StreamName stream, String fingerprint) {
            return Optional.empty();
        }

        @Override
        public void save(Snapshot snapshot) {}
    }
}
