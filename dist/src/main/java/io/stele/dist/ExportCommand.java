package io.stele.dist;

import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventJson;
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
            "Writes events as JSON Lines, in log order.",
            "Nothing is lost: data that JSON would change is written as dataBase64."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele export --out events.jsonl           the whole log",
            "  stele export --category account | gzip > accounts.jsonl.gz"
        })
final class ExportCommand implements Callable<Integer> {

    @Mixin private StoreOption store = new StoreOption();
    @Mixin private FilterOptions filters = new FilterOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Default: standard output. The file appears when it is complete.")
    private @Nullable Path file;

    private final Terminal terminal;

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (file == null) {
            write(terminal.out());
            terminal.out().flush();
            return ExitCode.OK;
        }
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        long count;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16)) {
            count = write(out);
        }
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        terminal.say("%,d events in %s".formatted(count, file));
        return ExitCode.OK;
    }

    private long write(OutputStream out) throws IOException {
        Progress progress = new Progress(terminal, "events", System::nanoTime);
        long count = 0;
        try (EventStore opened = store.openExisting();
                EventCursor events = opened.read(ReadLog.all().matching(filters.filter()))) {
            while (events.hasNext()) {
                out.write(EventJson.write(events.next(), DataForm.EXACT).toByteArray());
                out.write('\n');
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
        return count;
    }
}
