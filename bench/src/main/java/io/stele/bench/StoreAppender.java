package io.stele.bench;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult;
import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// Appends through an [EventStore]: each writer to a stream of its own.
final class StoreAppender implements Appender {

    /// How a writer appends.
    enum Kind {
        /// Anything may have been written before.
        ANY,
        /// With the exact revision.
        EXACT,
        /// With the exact revision, and events with two tags.
        TAGGED,
        /// As [#TAGGED], if nothing else with these two tags was appended since.
        CONDITION
    }

    private final EventStore store;
    private final EventData data;
    private final Kind kind;
    private final Writer[] writers;

    StoreAppender(EventStore store, Bytes data, int writers, Kind kind) {
        this.store = store;
        this.data = EventData.json(data);
        this.kind = kind;
        this.writers = new Writer[writers];
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; i < writers; i++) {
            this.writers[i] = new Writer(i, random.split());
        }
    }

    @Override
    public void append(int writer) {
        switch (store.append(writers[writer].next())) {
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
    private final class Writer {
        private final StreamName stream;
        private final Set<Tag> tags;
        private final Query query;
        private final SplittableRandom random;
        private Expectation expected = kind == Kind.ANY ? Expectation.ANY : Expectation.NONE;
        private Optional<Position> last = Optional.empty();

        Writer(int number, SplittableRandom random) {
            this.stream = StreamName.of("bench", Integer.toString(number));
            Set<Tag> both = Set.of(Tag.of("writer:" + number), Tag.of("team:" + number % 8));
            this.tags = kind == Kind.TAGGED || kind == Kind.CONDITION ? both : Set.of();
            this.query = Query.anyOf(new QueryItem(Set.of(), both));
            this.random = random;
        }

        Append next() {
            NewEvent event =
                    new NewEvent(Payload.uuid(random), "Benched", data, Metadata.EMPTY, tags);
            return new Append(
                    Payload.uuid(random),
                    "bench",
                    List.of(new StreamAppend(stream, expected, List.of(event))),
                    kind == Kind.CONDITION
                            ? Optional.of(new AppendCondition(query, last))
                            : Optional.empty());
        }

        void appended(AppendResult.Appended appended) {
            if (kind != Kind.ANY) {
                expected = new Expectation.Exactly(appended.streams().getFirst().last());
            }
            last = Optional.of(appended.last());
        }
    }
}
