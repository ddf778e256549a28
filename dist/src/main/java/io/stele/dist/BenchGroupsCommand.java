package io.stele.dist;

import io.stele.bench.Figure;
import io.stele.bench.groups.GroupBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "groups",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lets the members of a consumer group work through a log, in this process.",
            "",
            "Each event is checked to be the next one of its stream, and one stream is poisoned, so"
                    + " that it is parked while all others go on. Beside it, one reader reads the same"
                    + " events."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele bench groups",
            "  stele bench groups --remote --rounds 3",
            "  stele bench groups --members 8 --streams 100 --events 200000"
        })
final class BenchGroupsCommand extends BenchMeasured {

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "In the log. Default: ${DEFAULT-VALUE}.")
    private long events;

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "10000",
            description = "That they are spread over, in turns. Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(
            names = "--members",
            paramLabel = "N",
            defaultValue = "4",
            description = "Of the group. Default: ${DEFAULT-VALUE}.")
    private int members;

    @Option(
            names = "--remote",
            description =
                    "Then also with the group and the store at a server in a process of its own.")
    private boolean remote;

    BenchGroupsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Figure> measure(Path directory, Consumer<String> progress)
            throws IOException, InterruptedException {
        Path store = directory.resolve("groups");
        GroupBench bench = new GroupBench(store, events, streams, members, rounds, progress);
        List<Figure> figures = new ArrayList<>(List.of(bench.run()));
        if (remote) {
            try (OwnServer server = OwnServer.start("serve", store)) {
                figures.add(bench.over(server.process().storeAddress()));
            }
        }
        return figures;
    }
}
