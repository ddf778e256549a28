package io.stele.dist;

import io.stele.bench.load.AppendLoad;
import io.stele.bench.load.LoadBench;
import io.stele.bench.load.LoadGoal;
import io.stele.bench.load.LoadKind;
import io.stele.bench.load.LoadOptions;
import io.stele.bench.load.LoadResult;
import io.stele.bench.load.Pace;
import io.stele.bench.load.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Puts load on a store or a service, and says what it reached.",
            "",
            "append         appends through the Java client, or into a log in this process",
            "append-unary   appends over gRPC, a call for each",
            "post, get      appends, reads of one event, as JSON over HTTP",
            "read           reads of a long stream over gRPC",
            "commands       deposits through the Command API of the demo bank",
            "",
            "In a closed loop each caller asks again when it has its answer. With --rate operations"
                    + " are due at that rate whatever happens, and latency counts from when they"
                    + " were due, so a server that stalls does not make its own figures better."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele bench load append-unary                    on a server that it starts itself",
            "  stele bench load append --callers 1024 --at stele://127.0.0.1:8420",
            "  stele bench load commands --rate 10000 --callers 256 --seconds 60 --html load.html",
            "  stele bench load append --at embedded:bench-data --rate 20000 --json"
        })
final class BenchLoadCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}.")
    private LoadKind kind = LoadKind.APPEND;

    @Option(
            names = "--at",
            paramLabel = "ADDRESS",
            description = {
                "stele://HOST:PORT or http://HOST:PORT of a running server or service, or"
                        + " embedded:DIR.",
                "Default: a server of its own, started in a process beside this one with a"
                        + " temporary directory, and ended afterwards."
            })
    private @Nullable String address;

    @Option(
            names = "--pid",
            description = "Of the server at --at, for its processor time; on this machine.")
    private @Nullable Long pid;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Operations a second, in an open loop; default: a closed loop.")
    private @Nullable Double rate;

    @Option(
            names = "--callers",
            paramLabel = "N",
            defaultValue = "64",
            description = "Operations under way at most; default: ${DEFAULT-VALUE}.")
    private int callers;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Measured; default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "10",
            description = "Seconds before that; default: ${DEFAULT-VALUE}.")
    private double warmupSeconds;

    @Mixin private LoadSizes sizes = new LoadSizes();

    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with plots.")
    private @Nullable Path html;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(
            names = "--require",
            description = "End with exit code 1 when a goal is missed or an operation failed.")
    private boolean require;

    private final Terminal terminal;

    BenchLoadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (address != null) {
            OptionalLong server = pid == null ? OptionalLong.empty() : OptionalLong.of(pid);
            return measure(options(address, server));
        }
        String command = kind == LoadKind.COMMANDS ? "demo" : "serve";
        try (OwnServer server = OwnServer.start(command)) {
            return measure(
                    options(
                            server.process().storeAddress(),
                            OptionalLong.of(server.process().pid())));
        }
    }

    private LoadOptions options(String at, OptionalLong serverPid) {
        Pace pace =
                new Pace(
                        callers,
                        rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
                        Seconds.of(warmupSeconds),
                        Seconds.of(seconds));
        return new LoadOptions(kind, at, serverPid, pace, sizes.appends(callers), sizes.sizes());
    }

    private int measure(LoadOptions options) throws IOException, InterruptedException {
        LoadResult result = new LoadBench(terminal::say).run(kind.toString(), options);
        List<LoadGoal> goals =
                options.appends().equals(AppendLoad.DEFAULT.withStreams(callers))
                        ? Scenario.goalsOf(options)
                        : List.of();
        if (json) {
            terminal.print(Jsons.MAPPER.writeValueAsString(LoadOutput.json(result, goals)));
        } else {
            LoadOutput.print(terminal, result, goals);
        }
        Reports.write(Optional.ofNullable(html), terminal, report -> report.add(result, goals));
        boolean good =
                result.errorCount() == 0
                        && goals.stream().allMatch(goal -> goal.isReachedBy(result));
        return good || !require ? ExitCode.OK : ExitCode.FAILED;
    }
}
