package io.stele.dist;

import io.stele.bench.Figure;
import io.stele.bench.rebuild.RebuildBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Builds views of the demo bank from the beginning of a log, in this process.",
            "",
            "A view by hand and a generic one, each beside a table that a plain loop fills with a"
                    + " prepared statement; then a rebuild while commands and queries come. On"
                    + " SQLite, and on a PostgreSQL of its own where that is installed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele bench rebuild",
            "  stele bench rebuild --events 200000 --accounts 1000 --rounds 3"
        })
final class BenchRebuildCommand extends BenchMeasured {

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "In the log. Default: ${DEFAULT-VALUE}.")
    private long events;

    @Option(
            names = "--accounts",
            paramLabel = "N",
            defaultValue = "100000",
            description = "That they are about, in turns. Default: ${DEFAULT-VALUE}.")
    private int accounts;

    BenchRebuildCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Figure> measure(Path directory, Consumer<String> progress)
            throws IOException, InterruptedException {
        Path store = directory.resolve("bank");
        return new RebuildBench(store, events, accounts, rounds, progress).run();
    }
}
