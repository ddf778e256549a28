package io.stele.dist;

import io.stele.bench.AppendBench;
import io.stele.bench.AppendBenchOptions;
import io.stele.bench.AppendBenchResult;
import io.stele.bench.AppendBenchResult.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "append",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Durable, conditional appends in this process, beside a bare group commit.",
            "",
            "Each writer appends single events to a stream of its own and waits until each is"
                    + " durable. The bare group commit writes the same bytes with one write and one"
                    + " sync for all that wait, and does nothing else. All take turns in the same run;"
                    + " figures are medians of six slices a round, ratios those of slices that ran one"
                    + " after the other. A single writer is also compared with writing and syncing the"
                    + " bytes itself."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele bench append",
            "  stele bench append --writers 1024 --threads virtual --seconds 20 --json",
            "  stele bench append --condition --rounds 5"
        })
final class BenchAppendCommand implements Callable<Integer> {

    private enum Threads {
        platform,
        virtual
    }

    private enum Expect {
        exact,
        any
    }

    @Option(names = "--writers", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}.")
    private int writers;

    @Option(
            names = "--threads",
            defaultValue = "platform",
            description = "What a writer is: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private Threads threads = Threads.platform;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "300",
            description = "Of one event's data; default: ${DEFAULT-VALUE}.")
    private int sizeBytes;

    @Option(
            names = "--expect",
            defaultValue = "exact",
            description =
                    "What an append expects of its stream: ${COMPLETION-CANDIDATES};"
                            + " default: ${DEFAULT-VALUE}.")
    private Expect expect = Expect.exact;

    @Option(
            names = "--condition",
            description =
                    "Give the events two tags, and measure the same appends also with a condition"
                            + " on these tags.")
    private boolean condition;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often, each time with fresh files; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Measured time of each side in a round; default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "8",
            description = "Seconds before that, for all together; default: ${DEFAULT-VALUE}.")
    private double warmupSeconds;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where the files go for the time being; default: here.")
    private Path directory = Path.of(".");

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    private final Terminal terminal;

    BenchAppendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        warnAboutMemory();
        AppendBenchOptions options =
                new AppendBenchOptions(
                        writers,
                        threads == Threads.virtual,
                        sizeBytes,
                        expect == Expect.exact,
                        condition,
                        rounds,
                        duration(seconds),
                        duration(warmupSeconds),
                        directory);
        print(new AppendBench(options, terminal::say).run());
        return ExitCode.OK;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private void warnAboutMemory() throws IOException {
        Files.createDirectories(directory);
        if (Set.of("tmpfs", "ramfs").contains(Files.getFileStore(directory).type())) {
            terminal.say("stele: " + directory + " is in memory: a sync does nothing there");
        }
    }

    private void print(AppendBenchResult result) {
        if (json) {
            terminal.print(Jsons.object(pairs(result).toArray()));
            return;
        }
        terminal.print(
                "%,d writers (%s threads), %,d bytes".formatted(writers, threads, sizeBytes));
        terminal.print(line("stele append", result.store()));
        terminal.print(line("bare group commit", result.bare()));
        result.condition().ifPresent(side -> terminal.print(line("with a condition", side)));
        result.sync().ifPresent(side -> terminal.print(line("bare sync", side)));
        terminal.print("ratio              %.2f".formatted(result.ratio()));
        result.conditionRatio()
                .ifPresent(ratio ->
                        terminal.print(
                                "with a condition   %.2f of the rate without".formatted(ratio)));
        result.latencyRatio()
                .ifPresent(ratio ->
                        terminal.print(
                                "p50                %.2f times the bare sync".formatted(ratio)));
    }

    /// Names and values in turn.
    private List<Object> pairs(AppendBenchResult result) {
        Side store = result.store();
        Side bare = result.bare();
        List<Object> pairs = new ArrayList<>();
        add(pairs, "eventsPerSecond", Math.round(store.eventsPerSecond()));
        add(pairs, "p50Micros", thousandths(store.p50Micros()));
        add(pairs, "p99Micros", thousandths(store.p99Micros()));
        add(pairs, "p999Micros", thousandths(store.p999Micros()));
        add(pairs, "bareEventsPerSecond", Math.round(bare.eventsPerSecond()));
        add(pairs, "ratio", thousandths(result.ratio()));
        add(pairs, "maxMicros", thousandths(store.maxMicros()));
        add(pairs, "cpuMicrosPerEvent", thousandths(store.cpuMicrosPerEvent()));
        add(pairs, "bareP50Micros", thousandths(bare.p50Micros()));
        add(pairs, "bareP99Micros", thousandths(bare.p99Micros()));
        add(pairs, "bareCpuMicrosPerEvent", thousandths(bare.cpuMicrosPerEvent()));
        result.condition()
                .ifPresent(side ->
                        add(pairs, "conditionEventsPerSecond", Math.round(side.eventsPerSecond())));
        result.conditionRatio()
                .ifPresent(ratio -> add(pairs, "conditionRatio", thousandths(ratio)));
        result.sync()
                .ifPresent(side -> add(pairs, "bareSyncP50Micros", thousandths(side.p50Micros())));
        result.latencyRatio().ifPresent(ratio -> add(pairs, "latencyRatio", thousandths(ratio)));
        add(pairs, "writers", writers);
        add(pairs, "threads", threads.name());
        add(pairs, "sizeBytes", sizeBytes);
        add(pairs, "rounds", rounds);
        return pairs;
    }

    private static void add(List<Object> pairs, String name, Object value) {
        pairs.add(name);
        pairs.add(value);
    }

    private static double thousandths(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static String line(String name, Side side) {
        return ("%-18s %,9.0f events/s   p50 %.2f ms   p99 %.2f ms   p99.9 %.2f ms   max %.1f ms"
                        + "   cpu %.1f us/event")
                .formatted(
                        name,
                        side.eventsPerSecond(),
                        side.p50Micros() / 1000,
                        side.p99Micros() / 1000,
                        side.p999Micros() / 1000,
                        side.maxMicros() / 1000,
                        side.cpuMicrosPerEvent());
    }
}
