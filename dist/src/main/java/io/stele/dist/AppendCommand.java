package io.stele.dist;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Cause.ConditionFailed;
import io.stele.model.AppendResult.Cause.StreamMoved;
import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import io.stele.protocol.AppendJson;
import io.stele.protocol.ProblemException;
import io.stele.protocol.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "append",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Appends one event to a stream, or all of a file of appends to several streams at once.",
            "",
            "With --fail-if-types or --fail-if-tags nothing is written when the log has an event"
                    + " of one of these types that has all of these tags. --batch takes the JSON of"
                    + " POST /v1/append: several streams with their expectations, and a condition;"
                    + " all of it is written or nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele append account-42 MoneyDeposited '{\"amount\":50}'",
            "  stele append account-42 MoneyDeposited --expected 3 --file deposit.json",
            "  echo '{\"amount\":50}' | stele append account-42 MoneyDeposited --tag account:42",
            "  stele append seat-7 Booked '{}' --tag seat:7 --fail-if-tags seat:7",
            "  stele append --batch transfer.json",
            "",
            "With the same --append-id the command can be repeated until it answers, and writes",
            "only once."
        })
final class AppendCommand implements Callable<Integer> {

    @Mixin private StoreOption store = new StoreOption();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "STREAM",
            description = "For example account-42.")
    private @Nullable String stream;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TYPE",
            description = "What kind of event.")
    private @Nullable String type;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "DATA",
            description = "The event's data; without it and --file, standard input is read.")
    private @Nullable String data;

    @Option(names = "--file", description = "Take the data from this file.")
    private @Nullable Path file;

    @Option(
            names = "--batch",
            paramLabel = "FILE",
            description = "Append what this file says; - is the standard input.")
    private @Nullable Path batch;

    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            defaultValue = EventData.JSON,
            description = "What the data is; default: ${DEFAULT-VALUE}.")
    private String contentType = "";

    @Option(
            names = "--expected",
            paramLabel = "WHAT",
            defaultValue = "any",
            description = "any, none (no such stream), exists, or its last revision.")
    private String expected = "";

    @Option(names = "--id", paramLabel = "UUID", description = "Of the event; default: random.")
    private UUID id = UUID.randomUUID();

    @Option(
            names = "--append-id",
            paramLabel = "UUID",
            description = "Names this append, so that it can be repeated safely; default: random.")
    private UUID appendId = UUID.randomUUID();

    @Option(names = "--tag", paramLabel = "KEY:VALUE", description = "May be repeated.")
    private Set<String> tags = new LinkedHashSet<>();

    @Option(names = "--metadata", paramLabel = "KEY=VALUE", description = "May be repeated.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Mixin private ConditionOptions condition = new ConditionOptions();

    @Option(names = "--actor", description = "Who causes it; default: ${DEFAULT-VALUE}.")
    private String actor = Append.ANONYMOUS;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    private final Terminal terminal;

    AppendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Append append = batch == null ? single() : several(batch);
        try (EventStore opened = store.open()) {
            return switch (opened.append(append)) {
                case AppendResult.Appended appended -> print(append, appended);
                case AppendResult.Conflict conflict -> print(conflict);
            };
        }
    }

    /// What a file says: the body of `POST /v1/append`.
    private Append several(Path file) throws IOException {
        if (stream != null || condition.condition().isPresent()) {
            throw CommandException.usage(
                    "--batch says itself what to append to which streams, and on which condition;"
                            + " beside it only --actor and --json have a meaning");
        }
        byte[] json =
                file.toString().equals("-")
                        ? terminal.in().readAllBytes()
                        : Files.readAllBytes(file);
        try {
            return AppendJson.read(Bytes.wrap(json), actor);
        } catch (ProblemException e) {
            throw CommandException.usage("%s: %s".formatted(file, e.getMessage()));
        }
    }

    private Append single() throws IOException {
        if (stream == null || type == null) {
            throw CommandException.usage(
                    "say to which STREAM and of which TYPE, for example: stele append account-42"
                            + " MoneyDeposited '{\"amount\":50}'; or give --batch FILE");
        }
        Set<Tag> all = tags.stream().map(Tag::of).collect(Collectors.toSet());
        NewEvent event = new NewEvent(id, type, data(), new Metadata(Map.copyOf(metadata)), all);
        StreamAppend part =
                new StreamAppend(StreamName.of(stream), expectation(expected), List.of(event));
        return new Append(appendId, actor, List.of(part), condition.condition());
    }

    static Expectation expectation(String text) {
        return switch (text) {
            case "any" -> Expectation.ANY;
            case "none" -> Expectation.NONE;
            case "exists" -> Expectation.EXISTS;
            default -> {
                if (!text.matches("\\d{1,18}")) {
                    throw CommandException.usage(
                            "--expected must be any, none, exists, or a revision (0 or more), but is \""
                                    + text
                                    + "\"");
                }
                yield Expectation.revision(Long.parseLong(text));
            }
        };
    }

    private EventData data() throws IOException {
        if (data != null && file != null) {
            throw CommandException.usage("give the data as an argument or by --file, not both");
        }
        Bytes bytes =
                data != null
                        ? Bytes.utf8(data)
                        : Bytes.wrap(
                                file != null
                                        ? Files.readAllBytes(file)
                                        : terminal.in().readAllBytes());
        if (contentType.equals(EventData.JSON)) {
            Jsons.check("the event's data", bytes);
        }
        return new EventData(bytes, contentType);
    }

    private int print(Append append, AppendResult.Appended appended) {
        if (json) {
            terminal.print(
                    (batch == null
                                    ? ResultJson.writeOne(appended)
                                    : ResultJson.write(append.appendId(), appended))
                            .utf8());
            return ExitCode.OK;
        }
        for (AppendResult.StreamRange range : appended.streams()) {
            terminal.print(
                    "%s to %s at revision %s, position %s"
                            .formatted(
                                    appended.duplicate() ? "was appended already" : "appended",
                                    range.stream(),
                                    range.last(),
                                    appended.last().value()));
        }
        return ExitCode.OK;
    }

    private int print(AppendResult.Conflict conflict) {
        String why =
                switch (conflict.cause()) {
                    case StreamMoved moved ->
                            "%s was expected to be at %s, but is at %s; stele read %s shows why"
                                    .formatted(
                                            moved.stream(),
                                            moved.expected(),
                                            actual(moved),
                                            moved.stream());
                    case ConditionFailed failed ->
                            "the event at position %s matches the condition; stele read %s"
                                            .formatted(failed.match(), only(failed.match()))
                                    + " shows it";
                };
        terminal.say("stele: conflict, nothing was written: " + why);
        if (json) {
            terminal.print(json(conflict.cause()));
        }
        return ExitCode.CONFLICT;
    }

    /// What reads only this event.
    private static String only(Position position) {
        long value = position.value();
        return value == 0 ? "--limit 1" : "--after %d --limit 1".formatted(value - 1);
    }

    private static String actual(StreamMoved moved) {
        return moved.actual().map(Object::toString).orElse("none");
    }

    private static String json(AppendResult.Cause cause) {
        return switch (cause) {
            case StreamMoved moved ->
                    Jsons.object(
                            "conflict",
                            true,
                            "stream",
                            moved.stream().value(),
                            "expected",
                            moved.expected().toString(),
                            "actual",
                            actual(moved));
            case ConditionFailed failed ->
                    Jsons.object("conflict", true, "conditionFailedAt", failed.match().value());
        };
    }
}
