package io.stele.bench.read;

import io.stele.bench.Figure;
import io.stele.bench.Figure.Baseline;
import io.stele.bench.Figure.Of;
import io.stele.bench.PreparedStore;
import io.stele.bench.Rounds;
import io.stele.bench.Rounds.Compared;
import io.stele.bench.Unit;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Reads of a log that is in the page cache: all of it, one stream out of it, and by type and tag.
public final class ReadBench {

    private static final double EVENTS_PER_SECOND_GOAL = 2_000_000;
    private static final double STREAM_SECONDS_GOAL = 0.25;
    private static final double QUERY_RATIO_GOAL = 20;
    private static final int DATA_BYTES = 300;

    private final Path directory;
    private final MixedLog filling;
    private final Rounds rounds;
    private final Consumer<String> progress;

    /// @param directory has the store, or gets it
    /// @param events in short streams; a tenth as many are in a long one
    public ReadBench(Path directory, long events, int rounds, Consumer<String> progress) {
        if (events < 100) {
            throw new IllegalArgumentException("events must be at least 100, but is " + events);
        }
        this.directory = directory;
        this.filling = new MixedLog(events, DATA_BYTES);
        this.rounds = new Rounds(rounds, progress);
        this.progress = progress;
    }

    public List<Figure> run() throws IOException, InterruptedException {
        PreparedStore.in(directory, filling, progress);
        try (EventStore store = EventStore.open("embedded:" + directory)) {
            return List.of(
                    sequential(store),
                    stream(store),
                    query(store, "by type, 1 in 100", MixedLog.RARE_TYPE),
                    query(store, "by tag, 1 in 100", MixedLog.RARE_TAG));
        }
    }

    private Figure sequential(EventStore store) throws IOException {
        BareScan bare = new BareScan(directory.resolve("log"));
        Compared both =
                rounds.compare(
                        "sequential read",
                        () -> count(store.read(ReadLog.all()), event -> true),
                        bare::run);
        return Figure.of(
                        "sequential read of the log",
                        Unit.EVENTS_PER_SECOND,
                        both.found() / both.seconds(),
                        new Baseline(
                                "bare scan with checksums", both.found() / both.baselineSeconds()))
                .withGoal(Of.VALUE, EVENTS_PER_SECOND_GOAL);
    }

    private Figure stream(EventStore store) throws IOException {
        Compared both =
                rounds.compare(
                        "one stream",
                        () -> count(store.read(ReadStream.of(MixedLog.LONG_STREAM)), event -> true),
                        () ->
                                count(
                                        store.read(ReadLog.all()),
                                        event -> event.stream().equals(MixedLog.LONG_STREAM)));
        return Figure.of(
                        "one stream of %,d events".formatted(both.found()),
                        Unit.SECONDS,
                        both.seconds(),
                        new Baseline("scan of the log", both.baselineSeconds()))
                .withGoal(Of.VALUE, STREAM_SECONDS_GOAL);
    }

    private Figure query(EventStore store, String name, QueryItem item) throws IOException {
        EventFilter filter = EventFilter.matching(Query.anyOf(item));
        Compared both =
                rounds.compare(
                        name,
                        () -> count(store.read(ReadLog.all().matching(filter)), event -> true),
                        () -> count(store.read(ReadLog.all()), filter::matches));
        return Figure.of(
                        name,
                        Unit.SECONDS,
                        both.seconds(),
                        new Baseline("scan of the log", both.baselineSeconds()))
                .withGoal(Of.RATIO, QUERY_RATIO_GOAL);
    }

    private static long count(EventCursor cursor, Predicate<RecordedEvent> wanted) {
        try (cursor) {
            long count = 0;
            while (cursor.hasNext()) {
                if (wanted.test(cursor.next())) {
                    count++;
                }
            }
            return count;
        }
    }
}
