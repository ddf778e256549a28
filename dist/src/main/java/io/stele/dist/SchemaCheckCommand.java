package io.stele.dist;

import io.stele.sdk.schema.CategorySchemas;
import io.stele.sdk.schema.EventSchemas;
import io.stele.sdk.schema.SchemaChange;
import io.stele.sdk.schema.SchemaChange.Effect;
import io.stele.sdk.schema.SchemaCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tells whether new code reads the events that old code has written.",
            "",
            "Each side is a file, a directory of such files, or the address of a running service,"
                    + " whose GET /api/events is asked. Ends with 1 when something breaks."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  curl http://127.0.0.1:8420/api/events > events.json",
            "  stele schema check events.json http://127.0.0.1:8421",
            "  stele schema check --old-code committed/ target/schemas/"
        })
final class SchemaCheckCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Parameters(index = "0", paramLabel = "OLD", description = "What wrote the log.")
    private String old = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "What is to read it.")
    private String now = "";

    @Option(
            names = "--old-code",
            description =
                    "Fail also when old code, running beside the new for a while, cannot read new"
                            + " events.")
    private boolean oldCode;

    @Option(names = "--json", description = "One JSON object for each change.")
    private boolean json;

    private final Terminal terminal;

    SchemaCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<SchemaChange> changes = SchemaCheck.compare(read(old), read(now));
        for (SchemaChange change : changes) {
            terminal.print(json ? json(change) : change.toString());
        }
        long breaking = count(changes, Effect.BREAKING);
        long oldBreaking = count(changes, Effect.BREAKS_OLD_CODE);
        if (!json) {
            terminal.print(
                    "%s: %d breaking, %d that break old code, %d safe"
                            .formatted(
                                    breaking == 0 ? "compatible" : "NOT COMPATIBLE",
                                    breaking,
                                    oldBreaking,
                                    count(changes, Effect.SAFE)));
        }
        terminal.flush();
        return breaking > 0 || (oldCode && oldBreaking > 0) ? ExitCode.FAILED : ExitCode.OK;
    }

    private static long count(List<SchemaChange> changes, Effect effect) {
        return changes.stream().filter(change -> change.effect() == effect).count();
    }

    private static String json(SchemaChange change) {
        return Jsons.object(
                "effect", change.effect().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "event", change.event(),
                "field", change.field(),
                "message", change.message());
    }

    private static EventSchemas read(String where) throws IOException, InterruptedException {
        if (where.startsWith("http://") || where.startsWith("https://")) {
            return parse(where, ask(URI.create(where)));
        }
        Path path = Path.of(where);
        if (!Files.exists(path)) {
            throw CommandException.usage(
                    where + " is not there; name a file, a directory, or the address of a service");
        }
        return Files.isDirectory(path) ? readAll(path) : parse(where, Files.readString(path));
    }

    private static EventSchemas readAll(Path directory) throws IOException {
        List<CategorySchemas> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .forEach(file -> all.addAll(parse(file).categories()));
        }
        if (all.isEmpty()) {
            throw CommandException.failed(directory + " has no .json file that describes events");
        }
        return new EventSchemas(all);
    }

    private static EventSchemas parse(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EventSchemas parse(String where, String text) {
        try {
            return EventSchemas.fromJson(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.failed(where + ": " + e.getMessage());
        }
    }

    private static String ask(URI service) throws IOException, InterruptedException {
        URI uri = service.getPath().length() > 1 ? service : service.resolve("/api/events");
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                            BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw CommandException.failed(
                        uri + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        }
    }
}
