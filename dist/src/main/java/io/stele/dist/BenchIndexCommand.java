package io.stele.dist;

import io.stele.bench.Figure;
import io.stele.bench.index.IndexBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "index",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "What the index takes for an event and for a stream, on disk and in memory.",
            "",
            "Compares two stores with the same number of events, one with few streams and one with"
                    + " many. The baseline is what the events themselves take in the log."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  stele bench index", "  stele bench index --events 2000000 --json"})
final class BenchIndexCommand extends BenchMeasured {

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "In each of the stores. Default: ${DEFAULT-VALUE}.")
    private long events;

    BenchIndexCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Figure> measure(Path directory, Consumer<String> progress)
            throws IOException, InterruptedException {
        return new IndexBench(directory.resolve("index"), events, rounds, progress).run();
    }
}
