package io.stele.dist;

import io.stele.bench.Figure;
import io.stele.bench.read.ReadBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Reads from a log in the page cache, in this process.",
            "",
            "The whole log, beside a bare scan of the same frames with checksums; one long stream"
                    + " spread over many short ones, and one event in a hundred by type and by tag, each"
                    + " beside a scan of the log that the reader filters. All take turns."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele bench read",
            "  stele bench read --data /var/tmp/bench-read --rounds 9 --json"
        })
final class BenchReadCommand extends BenchMeasured {

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000000",
            description =
                    "In short streams; a tenth as many are in the long one."
                            + " Default: ${DEFAULT-VALUE}.")
    private long events;

    BenchReadCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Figure> measure(Path directory, Consumer<String> progress)
            throws IOException, InterruptedException {
        return new ReadBench(directory.resolve("read"), events, rounds, progress).run();
    }
}
