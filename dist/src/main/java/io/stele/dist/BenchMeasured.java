package io.stele.dist;

import io.stele.bench.Figure;
import io.stele.bench.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/// What the benchmarks that prepare a store have in common: options, and how figures are printed.
abstract class BenchMeasured implements Callable<Integer> {

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each is measured; medians count. Default: ${DEFAULT-VALUE}.")
    int rounds;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Prepare the store here and keep it; one that is there already is used again.",
                "Default: a temporary directory, deleted afterwards."
            })
    Optional<Path> data = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(
            names = "--require",
            description =
                    "End with exit code 1 when a goal is missed; otherwise that is only said.")
    private boolean require;

    private final Terminal terminal;

    BenchMeasured(Terminal terminal) {
        this.terminal = terminal;
    }

    /// @param directory where stores are, or go
    /// @param progress takes a line at a time
    abstract List<Figure> measure(Path directory, Consumer<String> progress)
            throws IOException, InterruptedException;

    @Override
    public final Integer call() throws IOException, InterruptedException {
        List<Figure> figures = measured();
        if (json) {
            terminal.print(
                    Jsons.object("figures", figures.stream().map(BenchMeasured::json).toList()));
        } else {
            figures.forEach(figure -> terminal.print(line(figure)));
        }
        boolean reached = figures.stream().allMatch(Figure::reached);
        return reached || !require ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<Figure> measured() throws IOException, InterruptedException {
        if (data.isPresent()) {
            Files.createDirectories(data.get());
            return measureIn(data.get());
        }
        try (Scratch scratch = Scratch.make()) {
            return measureIn(scratch.directory());
        }
    }

    private List<Figure> measureIn(Path directory) throws IOException, InterruptedException {
        if (Set.of("tmpfs", "ramfs").contains(Files.getFileStore(directory).type())) {
            terminal.say("stele: " + directory + " is in memory: a sync does nothing there");
        }
        try {
            return measure(directory, terminal::say);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private static String line(Figure figure) {
        String compared =
                "%-32s %18s   %s %s, ratio %.2f"
                        .formatted(
                                figure.name(),
                                figure.unit().of(figure.value()),
                                figure.baseline().name(),
                                figure.unit().of(figure.baseline().value()),
                                figure.ratio());
        return compared + figure.goal().map(goal -> "   " + goal(figure, goal)).orElse("");
    }

    private static String goal(Figure figure, Figure.Goal goal) {
        String bound =
                switch (goal.of()) {
                    case VALUE -> figure.unit().of(goal.bound());
                    case RATIO -> "ratio %.2f".formatted(goal.bound());
                };
        return "goal %s: %s".formatted(bound, figure.reached() ? "reached" : "missed");
    }

    private static Map<String, Object> json(Figure figure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", figure.name());
        json.put("unit", figure.unit().text());
        json.put("value", figure.value());
        json.put("baseline", figure.baseline().name());
        json.put("baselineValue", figure.baseline().value());
        if (Double.isFinite(figure.ratio())) {
            json.put("ratio", figure.ratio());
        }
        figure.goal()
                .ifPresent(goal -> {
                    json.put(goal.of() == Figure.Of.RATIO ? "goalRatio" : "goal", goal.bound());
                    json.put("reached", figure.reached());
                });
        return json;
    }
}
