package io.stele.dist;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        description = "Appends one event to a stream.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele append account-42 MoneyDeposited '{\"amount\":50}'",
            "  stele append account-42 MoneyDeposited --expected 3 --file deposit.json",
            "  echo '{\"amount\":50}' | stele append account-42 MoneyDeposited --tag account:42",
            "",
            "Exit code 3: the stream was not as expected, nothing was written. With the same",
            "--append-id the command can be repeated until it answers, and writes only once."
        })
final class AppendCommand implements Callable<Integer> {

    @Mixin private StoreOption store = new StoreOption();

    @Parameters(index = "0", paramLabel = "STREAM", description = "For example account-42.")
    private String stream = "";

    @Parameters(index = "1", paramLabel = "TYPE", description = "What kind of event.")
    private String type = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "DATA",
            description = "The event's data; without it and --file, standard input is read.")
    private @Nullable String data;

    @Option(names = "--file", description = "Take the data from this file.")
    private @Nullable Path file;

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
        Append append = append();
        try (EventStore opened = store.open()) {
            return switch (opened.append(append)) {
                case AppendResult.Appended appended -> print(appended);
                case AppendResult.Conflict conflict -> print(conflict);
            };
        }
    }

    private Append append() throws IOException {
        Set<Tag> all = tags.stream().map(Tag::of).collect(Collectors.toSet());
        NewEvent event = new NewEvent(id, type, data(), new Metadata(Map.copyOf(metadata)), all);
        StreamAppend part =
                new StreamAppend(StreamName.of(stream), expectation(expected), List.of(event));
        return new Append(appendId, actor, List.of(part), Optional.empty());
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

    private int print(AppendResult.Appended appended) {
        var range = appended.streams().getFirst();
        terminal.print(
                json
                        ? Jsons.object(
                                "stream", range.stream().value(),
                                "firstRevision", range.first().value(),
                                "lastRevision", range.last().value(),
                                "position", appended.last().value(),
                                "duplicate", appended.duplicate())
                        : "%s to %s at revision %s, position %s"
                                .formatted(
                                        appended.duplicate() ? "was appended already" : "appended",
                                        range.stream(),
                                        range.last(),
                                        appended.last()));
        return ExitCode.OK;
    }

    private int print(AppendResult.Conflict conflict) {
        AppendResult.Cause.StreamMoved moved = (AppendResult.Cause.StreamMoved) conflict.cause();
        String actual = moved.actual().map(Object::toString).orElse("none");
        terminal.say(
                "stele: conflict, nothing was written: %s was expected to be at %s, but is at %s; stele read %s shows why"
                        .formatted(moved.stream(), moved.expected(), actual, moved.stream()));
        if (json) {
            terminal.print(
                    Jsons.object(
                            "conflict",
                            true,
                            "stream",
                            moved.stream().value(),
                            "expected",
                            moved.expected().toString(),
                            "actual",
                            actual));
        }
        return ExitCode.CONFLICT;
    }
}
