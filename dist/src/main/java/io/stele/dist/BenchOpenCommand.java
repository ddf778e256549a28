package io.stele.dist;

import io.stele.bench.Figure;
import io.stele.bench.open.OpenBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "open",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "A large log in a process with a heap of 256 MiB.",
            "",
            "How long it takes to open, beside a bare scan of the log; the rate of durable appends"
                    + " to random streams, in turns with an empty store; random reads; and what the"
                    + " system says the process has in memory (Linux only). Preparing ten million"
                    + " events takes some minutes and 5 GB."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele bench open --data /var/tmp/bench-open",
            "  stele bench open --events 1000000 --streams 100000 --seconds 10 --json"
        })
final class BenchOpenCommand extends BenchMeasured {

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "In the log. Default: ${DEFAULT-VALUE}.")
    private long events;

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "That they are spread over. Default: ${DEFAULT-VALUE}.")
    private long streams;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "Of appends and reads, all together. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    BenchOpenCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Figure> measure(Path directory, Consumer<String> progress)
            throws IOException, InterruptedException {
        OpenBench.Options options =
                new OpenBench.Options(directory.resolve("open"), events, streams, rounds, seconds);
        return new OpenBench(options, progress).run();
    }
}
