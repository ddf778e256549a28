package io.stele.dist;

import io.stele.bench.Figure;
import io.stele.bench.query.QueryBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Asks a large view at a fixed rate while events are written, in this process.",
            "",
            "Rows by key and pages by an indexed column, beside prepared statements on the same"
                    + " table. A late answer counts from when its question was due."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele bench query",
            "  stele bench query --accounts 100000 --queries 500 --writes 1000"
        })
final class BenchQueryCommand extends BenchMeasured {

    @Option(
            names = "--accounts",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Rows of the view. Default: ${DEFAULT-VALUE}.")
    private int accounts;

    @Option(
            names = "--queries",
            paramLabel = "N",
            defaultValue = "200",
            description = "A second. Default: ${DEFAULT-VALUE}.")
    private int queries;

    @Option(
            names = "--writes",
            paramLabel = "N",
            defaultValue = "500",
            description = "Events a second. Default: ${DEFAULT-VALUE}.")
    private int writes;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Of each round. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    BenchQueryCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Figure> measure(Path directory, Consumer<String> progress)
            throws IOException, InterruptedException {
        QueryBench.Options options =
                new QueryBench.Options(accounts, queries, writes, seconds, rounds);
        return new QueryBench(directory.resolve("accounts"), options, progress).run();
    }
}
