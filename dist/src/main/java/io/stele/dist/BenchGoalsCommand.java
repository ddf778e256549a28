package io.stele.dist;

import io.stele.bench.load.AppendLoad;
import io.stele.bench.load.LoadBench;
import io.stele.bench.load.LoadGoal;
import io.stele.bench.load.LoadKind;
import io.stele.bench.load.LoadOptions;
import io.stele.bench.load.LoadResult;
import io.stele.bench.load.Scenario;
import io.stele.bench.load.StalledSubscriberBench;
import io.stele.bench.report.LoadReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "goals",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures everything over the network for which a goal is set.",
            "",
            "Each load runs against a server of its own, in a process beside this one, with the"
                    + " settings that the goal names: see 'stele bench load --help'. Last, appends"
                    + " beside a hundred subscribers, in turns with all of them reading and with"
                    + " one of them stalled."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele bench goals --html goals.html",
            "  stele bench goals --only commands,stalled --require",
            "  stele bench goals --seconds 5 --warmup 5 --json"
        })
final class BenchGoalsCommand implements Callable<Integer> {

    private static final String STALLED = "stalled";

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "WHAT",
            description = "Of append-unary, append, read, post, get, commands, stalled.")
    private Set<String> only = new LinkedHashSet<>();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Measured for each; default: 15, commands and stalled 60.")
    private @Nullable Double seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "15",
            description = "Seconds before that; default: ${DEFAULT-VALUE}.")
    private double warmupSeconds;

    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with plots.")
    private @Nullable Path html;

    @Option(names = "--json", description = "Print the results as JSON.")
    private boolean json;

    @Option(names = "--require", description = "End with exit code 1 when a goal is missed.")
    private boolean require;

    private final Terminal terminal;
    private final List<Row> rows = new ArrayList<>();

    /// What was measured.
    private record Row(
            String name, String figures, List<String> goals, boolean reached, Object json) {}

    BenchGoalsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Scenario> scenarios =
                Scenario.ALL.stream().filter(each -> wanted(each.kind().toString())).toList();
        if (scenarios.isEmpty() && !wanted(STALLED)) {
            throw CommandException.usage("--only names nothing that is measured: " + only);
        }
        List<LoadReport.Section> sections = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            LoadResult result = measure(scenario);
            sections.add(report -> report.add(result, scenario.goals()));
            rows.add(row(result, scenario.goals()));
        }
        if (wanted(STALLED)) {
            StalledSubscriberBench.Result result = measureStalled();
            sections.add(report -> report.add(result));
            rows.add(row(result));
        }
        print();
        Reports.write(
                Optional.ofNullable(html),
                terminal,
                report -> sections.forEach(section -> section.addTo(report)));
        return rows.stream().allMatch(Row::reached) || !require ? ExitCode.OK : ExitCode.FAILED;
    }

    private boolean wanted(String name) {
        return only.isEmpty() || only.contains(name);
    }

    private double seconds(double usual) {
        return seconds == null ? usual : seconds;
    }

    private LoadResult measure(Scenario scenario) throws IOException, InterruptedException {
        boolean bank = scenario.kind() == LoadKind.COMMANDS;
        try (OwnServer server = OwnServer.start(bank ? "demo" : "serve")) {
            LoadOptions options =
                    new LoadOptions(
                            scenario.kind(),
                            server.process().storeAddress(),
                            OptionalLong.of(server.process().pid()),
                            scenario.pace(
                                    Seconds.of(warmupSeconds), Seconds.of(seconds(bank ? 60 : 15))),
                            AppendLoad.DEFAULT.withStreams(scenario.callers()),
                            LoadOptions.Sizes.DEFAULT);
            return new LoadBench(terminal::say).run(scenario.kind().toString(), options);
        }
    }

    private StalledSubscriberBench.Result measureStalled()
            throws IOException, InterruptedException {
        try (OwnServer server = OwnServer.start("serve")) {
            terminal.say("stalled: a writer beside 100 subscribers");
            return new StalledSubscriberBench(
                            server.process().storeAddress(),
                            Seconds.of(seconds(60) / 2),
                            terminal::say)
                    .run();
        }
    }

    private static Row row(LoadResult result, List<LoadGoal> goals) {
        String figures =
                "%,9.0f events/s   p50 %7.2f ms   p99 %7.2f ms"
                        .formatted(
                                result.eventsPerSecond(), result.millisAt(50), result.millisAt(99));
        return new Row(
                result.name(),
                figures + (result.errorCount() == 0 ? "" : "   errors " + result.errors()),
                goals.stream().map(goal -> LoadOutput.goal(goal, result)).toList(),
                goals.stream().allMatch(goal -> goal.isReachedBy(result)),
                LoadOutput.json(result, goals));
    }

    private static Row row(StalledSubscriberBench.Result result) {
        String figures =
                "p99 %.2f ms, with one stalled %.2f ms"
                        .formatted(
                                result.allRead().getValueAtPercentile(99) / 1e6,
                                result.oneStalled().getValueAtPercentile(99) / 1e6);
        String goal =
                "p99 changes by < 10 %%: %s (%.2f times, median of %d turns)"
                        .formatted(
                                result.reached() ? "reached" : "missed",
                                result.ratio(),
                                result.ratios().size());
        return new Row(
                STALLED,
                figures + (result.errors() == 0 ? "" : "   errors " + result.errors()),
                List.of(goal),
                result.reached(),
                Map.of(
                        "name",
                        STALLED,
                        "p99Millis",
                        result.allRead().getValueAtPercentile(99) / 1e6,
                        "stalledP99Millis",
                        result.oneStalled().getValueAtPercentile(99) / 1e6,
                        "ratio",
                        LoadOutput.thousandths(result.ratio()),
                        "errors",
                        result.errors(),
                        "reached",
                        result.reached()));
    }

    private void print() {
        if (json) {
            terminal.print(Jsons.object("results", rows.stream().map(Row::json).toList()));
            return;
        }
        for (Row row : rows) {
            terminal.print("%-13s %s".formatted(row.name(), row.figures()));
            row.goals().forEach(goal -> terminal.print("              goal " + goal));
        }
    }
}
