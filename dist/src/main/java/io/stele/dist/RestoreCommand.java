package io.stele.dist;

import io.stele.engine.maintenance.MaintenanceProgress;
import io.stele.engine.maintenance.Restore;
import io.stele.log.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a store from what stele backup made, checking every byte on the way.",
            "Read models and snapshots are made anew from the events when a service needs them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele restore --from /backups/orders --to data",
            "  stele restore --from /backups/orders --to before --until-position 81723"
        })
final class RestoreCommand implements Callable<Integer> {

    @Option(
            names = "--from",
            required = true,
            paramLabel = "DIR",
            description = "The directory that stele backup was given.")
    private Path from = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "Where the store is to be: not there, or empty.")
    private Path to = Path.of("");

    @Option(
            names = "--until-position",
            paramLabel = "POSITION",
            description = "The last event to restore, where an append ends; default: all.")
    private @Nullable Long until;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    private final Terminal terminal;

    RestoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Progress progress = new Progress(terminal, "restored", System::nanoTime);
        MaintenanceProgress told = progress::at;
        Restore.Result result =
                new Restore(new FileDisk(), told)
                        .run(
                                from,
                                to,
                                until == null ? OptionalLong.empty() : OptionalLong.of(until));
        progress.clear();
        terminal.print(json ? json(result) : text(result, progress.seconds()));
        terminal.flush();
        return ExitCode.OK;
    }

    private String text(Restore.Result result, double seconds) {
        return "%s has all events before position %,d; %,d segments, %,.0f MB in %.1f s"
                .formatted(
                        to, result.endPosition(), result.segments(), result.bytes() / 1e6, seconds);
    }

    private static String json(Restore.Result result) {
        return Jsons.object(
                "logId", result.manifest().logId().toString(),
                "endPosition", result.endPosition(),
                "segments", result.segments(),
                "bytes", result.bytes());
    }
}
