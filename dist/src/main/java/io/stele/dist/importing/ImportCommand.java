package io.stele.dist.importing;

import io.stele.dist.CommandException;
import io.stele.dist.ExitCode;
import io.stele.dist.Jsons;
import io.stele.dist.Progress;
import io.stele.dist.StoreOption;
import io.stele.dist.Terminal;
import io.stele.model.Append;
import io.stele.model.EventData;
import io.stele.model.EventStore;
import io.stele.model.NewEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes an event of every row of a file, or takes events that stele export wrote.",
            "",
            "Templates take columns by name in braces: 'permit-{case}'; {{ and }} stand for the"
                    + " braces themselves. The event's data is the row as a JSON object. Rows of one"
                    + " stream keep their order.",
            "",
            "An import can be broken off and started again, and a file that grew can be imported"
                    + " again: rows that are there already are recognised by the file's name, the row's"
                    + " number and its content.",
            "",
            "With --events, the events keep their ids, order, actors, data, metadata and tags, and"
                    + " their revisions too where the file has all of a stream. When they were"
                    + " recorded is kept as occurredAt in the metadata."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele import --csv permits.csv --stream 'permit-{case:concept:name}' \\",
            "      --type '{concept:name}' --time '{time:timestamp}' --actor '{org:resource}'",
            "  stele import --jsonl orders.jsonl --stream 'order-{id}' --type Ordered --dry-run",
            "  stele import --events events.jsonl --store embedded:copy",
            "  stele export | stele import --events - --store embedded:copy"
        })
public final class ImportCommand implements Callable<Integer> {

    private static final int DRY_RUN_ROWS = 5;

    private enum OnError {
        stop,
        skip
    }

    private static final class Input {
        @Option(names = "--csv", paramLabel = "FILE", description = "CSV with a header.")
        @Nullable Path csv;

        @Option(names = "--jsonl", paramLabel = "FILE", description = "A JSON object on each line.")
        @Nullable Path jsonl;

        @Option(
                names = "--events",
                paramLabel = "FILE",
                description = "Events as stele export writes them; - is the standard input.")
        @Nullable Path events;
    }

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Input input = new Input();

    @Option(
            names = "--stream",
            paramLabel = "TEMPLATE",
            description = "For example 'permit-{case}'; not with --events.")
    private @Nullable String stream;

    @Option(
            names = "--type",
            paramLabel = "TEMPLATE",
            description = "Type of the event; not with --events.")
    private @Nullable String type;

    @Option(
            names = "--time",
            paramLabel = "TEMPLATE",
            description = "When it happened; kept as occurredAt in the metadata, in UTC.")
    private @Nullable String time;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Of times without an offset, for example Europe/Amsterdam; default: UTC.")
    private ZoneId zone = ZoneOffset.UTC;

    @Option(
            names = "--actor",
            paramLabel = "TEMPLATE",
            description = "Who did it; default: anonymous.")
    private @Nullable String actor;

    @Option(
            names = "--tag",
            paramLabel = "TEMPLATE",
            description = "For example 'case:{case}'; may be repeated.")
    private List<String> tags = new ArrayList<>();

    @Mixin private StoreOption store = new StoreOption();

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            defaultValue = ",",
            description = "Between the columns of CSV, or the word tab; default: a comma.")
    private String delimiter = ",";

    @Option(
            names = "--charset",
            defaultValue = "UTF-8",
            description = "Of the file; default: ${DEFAULT-VALUE}.")
    private Charset charset = StandardCharsets.UTF_8;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "Names the file in the events' ids; default: the file's name.")
    private @Nullable String source;

    @Option(
            names = "--on-error",
            defaultValue = "stop",
            description = "At a bad row: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private OnError onError = OnError.stop;

    @Option(
            names = "--system",
            description = "With --events: also those of Stele's own streams ($...).")
    private boolean system;

    @Option(names = "--dry-run", description = "Show the first events, and write nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the summary as JSON.")
    private boolean json;

    private final Terminal terminal;
    private final AtomicLong skipped = new AtomicLong();

    public ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        try (AppendSource appends = appends()) {
            if (dryRun) {
                show(appends);
            } else {
                run(appends);
            }
        } catch (CharacterCodingException e) {
            throw notInCharset();
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof CharacterCodingException ? notInCharset() : e;
        }
        return ExitCode.OK;
    }

    private AppendSource appends() throws IOException {
        if (input.events == null) {
            return new RowAppends(rows(), mapping());
        }
        if (stream != null || type != null || time != null || actor != null || !tags.isEmpty()) {
            throw CommandException.usage(
                    "--events takes the events as they are; --stream, --type, --time, --actor and"
                            + " --tag are for --csv and --jsonl");
        }
        return new EventAppends(
                isStandardInput()
                        ? Texts.open(terminal.in(), StandardCharsets.UTF_8)
                        : Texts.open(file(), StandardCharsets.UTF_8),
                system);
    }

    private boolean isStandardInput() {
        return input.events != null && input.events.toString().equals("-");
    }

    private CommandException notInCharset() {
        return CommandException.failed(
                "%s is not in %s; say in what it is by --charset, for example windows-1252"
                        .formatted(file(), charset));
    }

    private Path file() {
        return Stream.of(input.csv, input.jsonl, input.events)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private RowMapping mapping() {
        return new RowMapping(
                source != null ? source : String.valueOf(file().getFileName()),
                template("--stream", stream),
                template("--type", type),
                Optional.ofNullable(time).map(Template::parse),
                Optional.ofNullable(actor).map(Template::parse),
                tags.stream().map(Template::parse).toList(),
                zone);
    }

    private static Template template(String option, @Nullable String text) {
        if (text == null) {
            throw CommandException.usage(
                    option + " is missing; rows need one, for example 'permit-{case}'");
        }
        return Template.parse(text);
    }

    private RowSource rows() throws IOException {
        if (input.csv == null) {
            return new JsonLinesRows(file(), charset);
        }
        String separator = delimiter.equals("tab") || delimiter.equals("\\t") ? "\t" : delimiter;
        if (separator.length() != 1) {
            throw CommandException.usage(
                    "--delimiter must be one character or tab, but is \"" + delimiter + "\"");
        }
        return CsvRows.open(file(), separator.charAt(0), charset);
    }

    private void show(AppendSource appends) throws IOException {
        for (int shown = 0; shown < DRY_RUN_ROWS; shown++) {
            Optional<Append> append = next(appends);
            if (append.isEmpty()) {
                return;
            }
            var part = append.get().streams().getFirst();
            NewEvent event = part.events().getFirst();
            terminal.print(
                    Jsons.object(
                            "stream", part.stream().value(),
                            "id", event.id().toString(),
                            "type", event.type(),
                            "actor", append.get().actor(),
                            "data", shown(event.data()),
                            "metadata", event.metadata().values(),
                            "tags", event.tags().stream().map(Object::toString).toList()));
        }
    }

    private static Object shown(EventData data) {
        return data.isJson()
                ? Jsons.MAPPER.readTree(data.bytes().utf8())
                : "%,d bytes of %s".formatted(data.bytes().size(), data.contentType());
    }

    private void run(AppendSource appends) throws Exception {
        Progress progress = new Progress(terminal, "rows", System::nanoTime);
        try (EventStore opened = store.open()) {
            Sending run = sending(opened);
            boolean complete = false;
            try {
                sendAll(appends, run, progress);
                throwIfPresent(run.finish());
                complete = true;
            } finally {
                var _ = run.finish(); // what is under way is written, and counts
                progress.clear();
                summarise(run, progress.seconds(), complete);
            }
        }
        if (!appends.remark().isEmpty()) {
            terminal.say(appends.remark());
        }
    }

    private Sending sending(EventStore opened) {
        return input.events == null
                ? new StreamwiseSending(opened, this::onBadRow)
                : new OrderedSending(opened, this::onBadRow);
    }

    private static void throwIfPresent(Optional<Throwable> failure) throws Exception {
        if (failure.isPresent()) {
            throw failure.get() instanceof Exception e
                    ? e
                    : new IllegalStateException(failure.get());
        }
    }

    private void sendAll(AppendSource appends, Sending run, Progress progress)
            throws IOException, InterruptedException {
        boolean going = true;
        for (long count = 1; going; count++) {
            Optional<Append> append = next(appends);
            going = append.isPresent() && run.send(appends.line(), append.get());
            if (count % 100 == 0) {
                progress.at(count);
            }
        }
    }

    /// The append of the next good row; empty at the end.
    private Optional<Append> next(AppendSource appends) throws IOException {
        while (true) {
            try {
                return appends.next();
            } catch (BadRowException e) {
                Optional<RuntimeException> stop =
                        onBadRow(appends.line(), String.valueOf(e.getMessage()));
                if (stop.isPresent()) {
                    throw stop.get();
                }
            }
        }
    }

    private Optional<RuntimeException> onBadRow(long line, String reason) {
        String message = "%s:%d: %s".formatted(file(), line, reason);
        if (onError == OnError.stop) {
            return Optional.of(
                    CommandException.failed(
                            message + "; mend it and import again, or give --on-error skip"));
        }
        skipped.incrementAndGet();
        terminal.say("skipped " + message);
        return Optional.empty();
    }

    private void summarise(Sending run, double seconds, boolean complete) {
        if (json) {
            terminal.print(
                    Jsons.object(
                            "complete", complete,
                            "rows", run.added() + run.alreadyThere() + skipped.get(),
                            "new", run.added(),
                            "alreadyThere", run.alreadyThere(),
                            "skipped", skipped.get(),
                            "streams", run.streamCount(),
                            "seconds", Math.round(seconds * 1000) / 1000.0));
            return;
        }
        terminal.print(
                "%,d rows: %,d new, %,d already there%s; %,d streams; %.1f s"
                        .formatted(
                                run.added() + run.alreadyThere() + skipped.get(),
                                run.added(),
                                run.alreadyThere(),
                                skipped.get() == 0 ? "" : ", %,d skipped".formatted(skipped.get()),
                                run.streamCount(),
                                seconds));
    }
}
