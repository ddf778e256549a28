package io.stele.dist;

import io.stele.bench.AppendBench;
import io.stele.bench.AppendBenchOptions;
import io.stele.bench.AppendBenchResult;
import io.stele.bench.AppendBenchResult.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
            "Each writer appends single events to a stream of its own with the exact revision and"
                    + " waits until each is durable. The bare group commit writes the same bytes with one"
                    + " write and one sync for all that wait, and does nothing else. Both take turns in"
                    + " the same run; rates are medians of six slices."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele bench append",
            "  stele bench append --writers 1024 --threads virtual --seconds 20 --json"
        })
final class BenchAppendCommand implements Callable<Integer> {

    private enum Threads {
        platform,
        virtual
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
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Measured time of each side; default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "8",
            description = "Seconds before that, for both together; default: ${DEFAULT-VALUE}.")
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
        Side store = result.store();
        Side bare = result.bare();
        if (!json) {
            terminal.print(
                    "%,d writers (%s threads), %,d bytes".formatted(writers, threads, sizeBytes));
            terminal.print(line("stele append", store));
            terminal.print(line("bare group commit", bare));
            terminal.print("ratio              %.2f".formatted(result.ratio()));
            return;
        }
        terminal.print(
                Jsons.object(
                        "eventsPerSecond", Math.round(store.eventsPerSecond()),
                        "p50Micros", store.p50Micros(),
                        "p99Micros", store.p99Micros(),
                        "p999Micros", store.p999Micros(),
                        "bareEventsPerSecond", Math.round(bare.eventsPerSecond()),
                        "ratio", Math.round(result.ratio() * 1000) / 1000.0,
                        "maxMicros", store.maxMicros(),
                        "bareP50Micros", bare.p50Micros(),
                        "bareP99Micros", bare.p99Micros(),
                        "writers", writers,
                        "threads", threads.name(),
                        "sizeBytes", sizeBytes));
    }

    private static String line(String name, Side side) {
        return "%-18s %,9.0f events/s   p50 %.2f ms   p99 %.2f ms   p99.9 %.2f ms   max %.1f ms"
                .formatted(
                        name,
                        side.eventsPerSecond(),
                        side.p50Micros() / 1000,
                        side.p99Micros() / 1000,
                        side.p999Micros() / 1000,
                        side.maxMicros() / 1000);
    }
}
