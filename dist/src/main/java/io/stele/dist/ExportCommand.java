package io.stele.dist;

import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventLines;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes events as JSON Lines, in log order, with everything that the log knows of them.",
            "Nothing is lost: data that JSON would change is written as dataBase64. 'stele import"
                    + " --events' makes the same events in another store."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele export --out events.jsonl           the whole log",
            "  stele export --category account | gzip > accounts.jsonl.gz",
            "  stele export --after 41999 --until 83999 --out part-2.jsonl --json",
            "  stele export --stream account-42"
        })
final class ExportCommand implements Callable<Integer> {

    @Mixin private StoreOption store = new StoreOption();
    @Mixin private FilterOptions filters = new FilterOptions();

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            description = "Only this stream; not with the other filters.")
    private @Nullable String stream;

    @Option(
            names = "--after",
            paramLabel = "POSITION",
            description = "Begin behind this position; default: with the first event.")
    private @Nullable Long after;

    @Option(
            names = "--until",
            paramLabel = "POSITION",
            description = "End with this position; default: where the log ends at this moment.")
    private long until = Long.MAX_VALUE;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Default: standard output. The file appears when it is complete.")
    private @Nullable Path file;

    @Option(
            names = "--json",
            description =
                    "With --out: print how many events were written, and the last position (-1:"
                            + " none), as JSON. Events always are JSON.")
    private boolean json;

    private final Terminal terminal;

    /// What was written.
    ///
    /// @param last position; -1: nothing was written
    private record Written(long count, long last) {}

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (stream != null && !filters.filter().equals(EventFilter.ALL)) {
            throw CommandException.usage(
                    "--stream is one stream; --types, --tags, --category, --prefix and --no-system"
                            + " choose from the log");
        }
        if (file == null) {
            var _ = write(terminal.out());
            terminal.out().flush();
            return ExitCode.OK;
        }
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Written written;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16)) {
            written = write(out);
        }
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        summarise(written, file);
        return ExitCode.OK;
    }

    private void summarise(Written written, Path complete) {
        if (json) {
            terminal.print(
                    Jsons.object(
                            "events",
                            written.count(),
                            "lastPosition",
                            written.last(),
                            "file",
                            complete.toString()));
        } else {
            terminal.say("%,d events in %s".formatted(written.count(), complete));
        }
    }

    private EventCursor open(EventStore opened) {
        if (stream != null) {
            return opened.read(ReadStream.of(StreamName.of(stream)));
        }
        ReadLog log = ReadLog.all().matching(filters.filter());
        return opened.read(after == null ? log : log.after(Position.of(after)));
    }

    private Written write(OutputStream out) throws IOException {
        Progress progress = new Progress(terminal, "events", System::nanoTime);
        EventLines lines = new EventLines(out, DataForm.EXACT);
        long count = 0;
        long last = -1;
        try (EventStore opened = store.openExisting();
                EventCursor events = open(opened)) {
            while (events.hasNext()) {
                RecordedEvent event = events.next();
                long position = event.position().value();
                if (position > until) {
                    break;
                }
                if (after != null && position <= after) {
                    continue; // of a stream; the log was read from there
                }
                lines.write(event);
                last = position;
                count++;
                if (count % 1_000 == 0) {
                    progress.at(count);
                    if (file == null && terminal.outIsGone()) {
                        break;
                    }
                }
            }
        }
        progress.clear();
        return new Written(count, last);
    }
}
