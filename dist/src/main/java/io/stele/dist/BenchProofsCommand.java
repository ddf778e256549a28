package io.stele.dist;

import io.stele.bench.Figure;
import io.stele.bench.ProofsBench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "proofs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Appends to a store whose Merkle tree is kept, beside one that has none.",
            "They take turns; the second figure also waits until the tree has the events. Then the log is"
                    + " held against its checkpoint, as a server does when it starts, beside one reader."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  stele bench proofs", "  stele bench proofs --writers 1024 --rounds 9"})
final class BenchProofsCommand extends BenchMeasured {

    @Option(
            names = "--writers",
            paramLabel = "N",
            defaultValue = "64",
            description = "Threads that append. Default: ${DEFAULT-VALUE}.")
    private int writers;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "300",
            description = "Of the data of each event. Default: ${DEFAULT-VALUE}.")
    private int size;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "3",
            description = "That a turn lasts. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    BenchProofsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Figure> measure(Path directory, Consumer<String> progress)
            throws IOException, InterruptedException {
        Duration slice = Duration.ofMillis((long) (seconds * 1_000));
        return new ProofsBench(directory.resolve("proofs"), size, writers, slice, rounds, progress)
                .run();
    }
}
