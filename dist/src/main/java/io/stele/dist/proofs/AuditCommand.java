package io.stele.dist.proofs;

import io.stele.dist.CommandException;
import io.stele.dist.ExitCode;
import io.stele.dist.FilterOptions;
import io.stele.dist.StoreOption;
import io.stele.dist.Terminal;
import io.stele.model.Checkpoint;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import io.stele.proofs.audit.AuditCsv;
import io.stele.proofs.audit.AuditCursor;
import io.stele.proofs.audit.AuditQuery;
import io.stele.proofs.audit.AuditTrail;
import io.stele.proofs.audit.CauseTree;
import io.stele.proofs.audit.CauseTreeJson;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventJson;
import io.stele.protocol.EventLines;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows who did what, when and why: the events that pass all filters, in the order of the log.",
            "As lines for people, as JSON Lines (exact), or as CSV for spreadsheets. With --trace, shows"
                    + " what followed from what."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele audit --actor alice --since 2026-11-01T00:00:00Z",
            "  stele audit --stream account-42 --csv --out account-42.csv",
            "  stele audit --types '$UserAdded' --store embedded:data --json",
            "  stele audit --trace 01939c5e-0000-7000-8000-000000000001"
        })
public final class AuditCommand implements Callable<Integer> {

    @Mixin private StoreOption store = new StoreOption();
    @Mixin private FilterOptions filters = new FilterOptions();

    @Option(names = "--actor", paramLabel = "NAME", description = "Only what this one caused.")
    private @Nullable String actor;

    @Option(names = "--stream", paramLabel = "NAME", description = "Only this stream.")
    private @Nullable String stream;

    @Option(
            names = "--correlation",
            paramLabel = "ID",
            description = "Only what has this correlationId.")
    private @Nullable String correlation;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Recorded then or later, such as 2026-11-23T10:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Recorded before then.")
    private @Nullable String until;

    @Option(names = "--after", paramLabel = "POSITION", description = "Begin behind this position.")
    private @Nullable Long after;

    @Option(names = "--last", paramLabel = "POSITION", description = "End with this position.")
    private @Nullable Long last;

    @Option(names = "--limit", paramLabel = "N", description = "Show so many events at most.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--trace",
            paramLabel = "ID",
            description = "Show what followed from what, of all that has this correlationId.")
    private @Nullable String trace;

    @Option(names = "--csv", description = "As a table, RFC 4180.")
    private boolean csv;

    @Option(names = "--json", description = "As JSON Lines; a trace as one JSON object.")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Default: standard output. The file appears when it is complete.")
    private @Nullable Path file;

    private final Terminal terminal;

    public AuditCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (csv && (json || trace != null)) {
            throw CommandException.usage("--csv goes with neither --json nor --trace");
        }
        if (file == null) {
            write(terminal.out());
            terminal.flush();
            return ExitCode.OK;
        }
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16)) {
            write(out);
        }
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        return ExitCode.OK;
    }

    private void write(OutputStream out) throws IOException {
        AuditQuery query = query();
        try (EventStore opened = store.openExisting();
                AuditCursor events = new AuditTrail(opened, opened).read(query)) {
            if (trace != null) {
                writeTrace(trace, events, out);
            } else {
                writeEvents(events, out);
            }
        }
    }

    private AuditQuery query() {
        return new AuditQuery(
                filters.filter(),
                Optional.ofNullable(stream).map(StreamName::of),
                Optional.ofNullable(actor),
                Optional.ofNullable(trace == null ? correlation : trace),
                new AuditQuery.Times(time("--since", since), time("--until", until)),
                after == null ? Checkpoint.START : new Checkpoint(after + 1),
                Optional.ofNullable(last).map(Position::of));
    }

    private static Optional<Instant> time(String option, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw CommandException.usage(
                    option + " must be a time such as 2026-11-23T10:00:00Z, but is " + text);
        }
    }

    private void writeEvents(AuditCursor events, OutputStream out) throws IOException {
        AuditCsv table = new AuditCsv(out);
        EventLines lines = new EventLines(out, DataForm.EXACT);
        if (csv) {
            table.writeHead();
        }
        for (long left = limit; left > 0 && events.hasNext(); left--) {
            RecordedEvent event = events.next();
            if (csv) {
                table.write(event);
            } else if (json) {
                lines.write(event);
            } else {
                out.write(bytes(line(event)));
            }
            if (file == null && left % 1_000 == 0 && terminal.outIsGone()) {
                return;
            }
        }
    }

    private static byte[] bytes(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String line(RecordedEvent event) {
        return "%s  %s  %s@%d  %s  by %s"
                .formatted(
                        event.position(),
                        EventJson.time(event.recordedAt()),
                        event.stream(),
                        event.revision().value(),
                        event.type(),
                        event.actor());
    }

    private void writeTrace(String id, AuditCursor events, OutputStream out) throws IOException {
        List<RecordedEvent> all = new ArrayList<>();
        events.forEachRemaining(all::add);
        CauseTree tree = CauseTree.of(all);
        if (json) {
            out.write(bytes(CauseTreeJson.write(id, tree, DataForm.READABLE).utf8()));
        } else {
            writeCommands(tree.commands(), "", out);
        }
    }

    private static void writeCommands(
            List<CauseTree.Command> commands, String indent, OutputStream out) throws IOException {
        for (CauseTree.Command command : commands) {
            out.write(
                    bytes(
                            "%scommand to %s by %s"
                                    .formatted(indent, command.stream(), command.actor())));
            for (CauseTree.Caused caused : command.events()) {
                out.write(bytes(indent + "  " + line(caused.event())));
                writeCommands(caused.commands(), indent + "    ", out);
            }
        }
    }
}
