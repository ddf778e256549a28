package io.stele.bench;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/// Appends through an [EventStore]: each writer to a stream of its own, with the exact revision.
final class StoreAppender implements Appender {

    private final EventStore store;
    private final EventData data;
    private final Writer[] writers;

    StoreAppender(EventStore store, Bytes data, int writers) {
        this.store = store;
        this.data = EventData.json(data);
        this.writers = new Writer[writers];
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; i < writers; i++) {
            this.writers[i] = new Writer(StreamName.of("bench", Integer.toString(i)), random);
        }
    }

    @Override
    public void append(int writer) {
        Append append = writers[writer].next(data);
        switch (store.append(append)) {
            case AppendResult.Appended appended -> writers[writer].appended(appended);
            case AppendResult.Conflict conflict ->
                    throw new IllegalStateException("nobody else writes here, but: " + conflict);
        }
    }

    @Override
    public void close() {
        store.close();
    }

    /// One stream and where it ends. Ids come from a fast random source: making them is the
    /// caller's work, not the store's, and the bare group commit has none.
    private static final class Writer {
        private final StreamName stream;
        private final SplittableRandom random;
        private Expectation expected = Expectation.NONE;

        Writer(StreamName stream, SplittableRandom random) {
            this.stream = stream;
            this.random = random.split();
        }

        Append next(EventData data) {
            NewEvent event = new NewEvent(uuid(), "Benched", data, Metadata.EMPTY, Set.of());
            return new Append(
                    uuid(),
                    "bench",
                    List.of(new StreamAppend(stream, expected, List.of(event))),
                    Optional.empty());
        }

        void appended(AppendResult.Appended appended) {
            expected = new Expectation.Exactly(appended.streams().getFirst().last());
        }

        private UUID uuid() {
            long high = (random.nextLong() & ~0xf000L) | 0x4000L; // version 4
            long low = (random.nextLong() >>> 2) | Long.MIN_VALUE; // the usual variant
            return new UUID(high, low);
        }
    }
}
