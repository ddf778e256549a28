package io.stele.dist;

import io.stele.bench.Figure;
import io.stele.bench.state.StateBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "state",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes the state of an account with a long history, in this process.",
            "",
            "With a snapshot that is as old as the default policy lets it become, and with none, each"
                    + " beside a loop that reads and folds all events."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  stele bench state", "  stele bench state --events 100000 --rounds 3"})
final class BenchStateCommand extends BenchMeasured {

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Of the account. Default: ${DEFAULT-VALUE}.")
    private long events;

    BenchStateCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Figure> measure(Path directory, Consumer<String> progress)
            throws IOException, InterruptedException {
        return new StateBench(directory.resolve("account"), events, rounds, progress).run();
    }
}
