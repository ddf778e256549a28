package io.stele.dist;

import io.stele.engine.maintenance.Backup;
import io.stele.engine.maintenance.BackupOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Copies the log of a store, also while a server has it open and takes appends.",
            "What is in the directory already is not copied again. A backup that is broken off, or",
            "meets damage, leaves the one before as it was. Snapshots and read models are not",
            "copied: they are made anew from the events."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele backup --store embedded:data --to /backups/orders",
            "  stele verify --backup /backups/orders",
            "  stele restore --from /backups/orders --to data-again"
        })
final class BackupCommand implements Callable<Integer> {

    @Mixin private StoreOption store = new StoreOption();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "Where the backup is, or is to be; one directory for one log.")
    private Path to = Path.of("");

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    private final Terminal terminal;

    BackupCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Progress progress = new Progress(terminal, "copied", System::nanoTime);
        Backup.Result result =
                Backup.run(
                        store.directory(), to, BackupOptions.defaults().withProgress(progress::at));
        progress.clear();
        if (result.unprovedEvents() > 0) {
            terminal.say(
                    "stele: the last %,d events are not in the backup: nothing proves that they are durable. Open the store once, and back up again"
                            .formatted(result.unprovedEvents()));
        }
        terminal.print(json ? json(result) : text(result, progress.seconds()));
        terminal.flush();
        return ExitCode.OK;
    }

    private String text(Backup.Result result, double seconds) {
        return "%s has all events before position %,d; copied %,d of %,d segments, %,.0f MB in %.1f s"
                .formatted(
                        to,
                        result.manifest().endPosition(),
                        result.copiedSegments(),
                        result.manifest().segments().size(),
                        result.copiedBytes() / 1e6,
                        seconds);
    }

    private static String json(Backup.Result result) {
        return Jsons.object(
                "number", result.manifest().number(),
                "logId", result.manifest().logId().toString(),
                "endPosition", result.manifest().endPosition(),
                "segments", result.manifest().segments().size(),
                "bytes", result.manifest().sizeBytes(),
                "copiedSegments", result.copiedSegments(),
                "copiedBytes", result.copiedBytes(),
                "unprovedEvents", result.unprovedEvents());
    }
}
