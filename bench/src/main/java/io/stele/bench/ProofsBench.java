package io.stele.bench;

import io.stele.bench.Figure.Baseline;
import io.stele.bench.Figure.Of;
import io.stele.bench.StoreAppender.Kind;
import io.stele.model.Bytes;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.proofs.log.LogComparison;
import io.stele.proofs.log.MerkleLog;
import io.stele.proofs.note.TreeHead;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Durable appends to a store whose Merkle tree is kept, beside one that has none. They take turns;
/// a turn with the tree ends when the tree has all that was appended, so that its work falls into no
/// turn of the other.
public final class ProofsBench {

    private static final double RATIO_GOAL = 0.9;
    private static final int LOOK_MILLIS = 1;

    private final Path directory;
    private final Bytes data;
    private final int writers;
    private final Duration slice;
    private final int rounds;
    private final Consumer<String> progress;
    private final Load load;

    /// @param directory gets two stores
    /// @param sizeBytes of the data of an event
    /// @param slice how long a turn lasts
    /// @param rounds how many turns each has that count; one before does not
    public ProofsBench(
            Path directory,
            int sizeBytes,
            int writers,
            Duration slice,
            int rounds,
            Consumer<String> progress) {
        this.directory = directory;
        this.data = Payload.json(sizeBytes);
        this.writers = writers;
        this.slice = slice;
        this.rounds = rounds;
        this.progress = progress;
        this.load = new Load(writers, false);
    }

    /// What a turn with the tree reached.
    ///
    /// @param eventsPerSecond of the appends
    /// @param provedPerSecond until the tree had them too
    private record Turn(double eventsPerSecond, double provedPerSecond) {}

    /// The rate of the appends, the rate at which they get into the tree, and that at which a log is
    /// held against a checkpoint.
    public List<Figure> run() throws IOException, InterruptedException {
        try (EventStore with = EventStore.open("embedded:" + directory.resolve("with"));
                EventStore without = EventStore.open("embedded:" + directory.resolve("without"));
                MerkleLog log =
                        MerkleLog.open(
                                with,
                                directory.resolve("proofs"),
                                Optional.empty(),
                                Clock.systemUTC())) {
            StoreAppender proved = new StoreAppender(with, data, writers, Kind.ANY);
            StoreAppender plain = new StoreAppender(without, data, writers, Kind.ANY);
            List<Turn> turns = new ArrayList<>();
            List<Double> rates = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) {
                boolean first = round % 2 == 0;
                double before = first ? 0 : load.run(plain, slice).eventsPerSecond();
                Turn turn = turn(proved, with, log);
                double rate = first ? load.run(plain, slice).eventsPerSecond() : before;
                if (round > 0) {
                    turns.add(turn);
                    rates.add(rate);
                }
                progress.accept(
                        "with %,.0f events/s (%,.0f in the tree), without %,.0f"
                                .formatted(turn.eventsPerSecond(), turn.provedPerSecond(), rate));
            }
            List<Figure> figures = new ArrayList<>(figures(turns, rates));
            figures.add(held(with, TreeHead.parse(log.checkpoint().text())));
            return figures;
        }
    }

    /// What a server does at its start, beside one reader.
    private Figure held(EventStore store, TreeHead head) throws IOException {
        String name = "held against a checkpoint";
        Rounds.Compared both =
                new Rounds(rounds, progress)
                        .compare(name, () -> compared(store, head), () -> read(store, head.size()));
        return Figure.of(
                name,
                Unit.EVENTS_PER_SECOND,
                both.found() / both.seconds(),
                new Baseline("one reader", both.found() / both.baselineSeconds()));
    }

    private static long compared(EventStore store, TreeHead head) {
        LogComparison found = LogComparison.of(store, head);
        if (!(found instanceof LogComparison.Same)) {
            throw new IllegalStateException(found.describe());
        }
        return head.size();
    }

    private static long read(EventStore store, long events) {
        long count = 0;
        try (EventCursor cursor = store.read(ReadLog.all().limit(events))) {
            while (cursor.hasNext()) {
                var _ = cursor.next();
                count++;
            }
        }
        return count;
    }

    private Turn turn(StoreAppender appender, EventStore store, MerkleLog log)
            throws InterruptedException {
        long before = store.head().next();
        long began = System.nanoTime();
        Slice appended = load.run(appender, slice);
        long end = store.head().next();
        while (log.size() < end) {
            Thread.sleep(LOOK_MILLIS);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Turn(appended.eventsPerSecond(), (end - before) / seconds);
    }

    private List<Figure> figures(List<Turn> turns, List<Double> rates) {
        Baseline without = new Baseline("without a tree", Rounds.median(rates));
        return List.of(
                Figure.of(
                                "appends, %d writers".formatted(writers),
                                Unit.EVENTS_PER_SECOND,
                                Rounds.median(turns.stream().map(Turn::eventsPerSecond).toList()),
                                without)
                        .withGoal(Of.RATIO, RATIO_GOAL),
                Figure.of(
                        "until they are in the tree",
                        Unit.EVENTS_PER_SECOND,
                        Rounds.median(turns.stream().map(Turn::provedPerSecond).toList()),
                        without));
    }
}
