package io.stele.bench.parts;

import io.stele.bench.Filling.Events;
import io.stele.bench.Scratch;
import io.stele.model.Append;
import io.stele.model.AppendResult.Appended;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.StreamAppend;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What the index is asked: where a stream ends, whether an append is known, what has two tags, all
/// that has one tag. Baselines are a hash map that knows the same, and the walk over the log that
/// the index saves.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LookUpBenchmark {

    private static final int APPENDS = 1_000;
    private static final int STREAMS = 1_000;
    private static final int EVENTS_AN_APPEND = 100;
    private static final EventFilter ONE_TAG = tagged(Tag.of("hundredth:7"));
    private static final EventFilter TWO_TAGS = tagged(Tag.of("hundredth:7"), Tag.of("tenth:7"));
    private static final EventFilter NO_MATCH = tagged(Tag.of("hundredth:7"), Tag.of("tenth:8"));

    private final SplittableRandom random = new SplittableRandom(1);
    private final Map<StreamName, StreamHead> heads = new HashMap<>();
    private final Scratch scratch;
    private final EventStore store;

    public LookUpBenchmark() {
        try {
            scratch = Scratch.make();
        } catch (IOException e) {
            throw new IllegalStateException("no room for a store", e);
        }
        store = EventStore.open("embedded:" + scratch.directory());
    }

    private static EventFilter tagged(Tag... tags) {
        return EventFilter.matching(Query.anyOf(QueryItem.tags(tags)));
    }

    /// Fills the store: 100,000 events in 1,000 streams.
    @Setup
    public void prepare() {
        Events made = new Events(100);
        for (int i = 0; i < APPENDS; i++) {
            StreamName stream = stream(i % STREAMS);
            store.append(
                    new Append(
                            Events.id(random),
                            "bench",
                            List.of(new StreamAppend(stream, Expectation.ANY, events(made))),
                            Optional.empty()));
            heads.put(stream, store.head(stream).orElseThrow());
        }
    }

    private List<NewEvent> events(Events made) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS_AN_APPEND; i++) {
            Set<Tag> tags =
                    Set.of(
                            Tag.of("hundredth", Integer.toString(i)),
                            Tag.of("tenth", Integer.toString(i % 10)));
            events.add(made.event("Happened", tags, random));
        }
        return events;
    }

    /// Deletes the store.
    @TearDown
    public void close() {
        store.close();
        scratch.close();
    }

    private static StreamName stream(int i) {
        return StreamName.of("stream", Integer.toString(i));
    }

    @Benchmark
    public Optional<StreamHead> headOfAStream() {
        return store.head(stream(random.nextInt(STREAMS)));
    }

    @Benchmark
    public Optional<StreamHead> headOfNoStream() {
        return store.head(stream(STREAMS + random.nextInt(STREAMS)));
    }

    @Benchmark
    public Optional<StreamHead> baselineHeadInAMap() {
        return Optional.ofNullable(heads.get(stream(random.nextInt(STREAMS))));
    }

    @Benchmark
    public Optional<Appended> anUnknownAppend() {
        return store.findAppend(Events.id(random));
    }

    @Benchmark
    public long firstWithTwoTags() {
        return count(ReadLog.all().matching(TWO_TAGS).limit(1));
    }

    @Benchmark
    public long nothingWithTwoTags() {
        return count(ReadLog.all().matching(NO_MATCH).limit(1));
    }

    @Benchmark
    public long allWithATag() {
        return count(ReadLog.all().matching(ONE_TAG));
    }

    @Benchmark
    public long baselineScanForATag() {
        long count = 0;
        try (var all = store.read(ReadLog.all())) {
            while (all.hasNext()) {
                count += ONE_TAG.matches(all.next()) ? 1 : 0;
            }
        }
        return count;
    }

    private long count(ReadLog request) {
        long count = 0;
        try (var events = store.read(request)) {
            while (events.hasNext()) {
                events.next();
                count++;
            }
        }
        return count;
    }
}
