package io.stele.dist;

import io.stele.bench.load.AppendLoad;
import io.stele.bench.load.LoadOptions.Sizes;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How much there is of what a load writes and reads.
final class LoadSizes {

    private enum Expect {
        any,
        exact
    }

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "300",
            description = "Of one event's data; default: ${DEFAULT-VALUE}.")
    private int sizeBytes;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Events in an append; default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--streams",
            paramLabel = "N",
            description = "That are appended to, at least one for each caller; default: that.")
    private Optional<Integer> streams = Optional.empty();

    @Option(
            names = "--expect",
            defaultValue = "any",
            description =
                    "What an append expects of its stream: ${COMPLETION-CANDIDATES};"
                            + " default: ${DEFAULT-VALUE}.")
    private Expect expect = Expect.any;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "For append-unary and read; over HTTP each caller has its own."
                            + " Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--accounts",
            paramLabel = "N",
            defaultValue = "1000",
            description = "That commands are about; default: ${DEFAULT-VALUE}.")
    private int accounts;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "200000",
            description = "In the stream that read reads; default: ${DEFAULT-VALUE}.")
    private int longStreamEvents;

    AppendLoad appends(int callers) {
        return new AppendLoad(sizeBytes, streams.orElse(callers), batch, expect == Expect.exact);
    }

    Sizes sizes() {
        return new Sizes(connections, accounts, longStreamEvents);
    }
}
