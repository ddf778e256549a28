package io.stele.dist;

import io.stele.model.Checkpoint;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Prints events as they are appended, until Ctrl-C.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele tail                                what is appended from here on",
            "  stele tail --from-start --category account",
            "  stele tail --after 17 --json",
            "  stele tail --checkpoint mailer.checkpoint --json | ./mailer"
        })
final class TailCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofSeconds(1);

    @Mixin private StoreOption store = new StoreOption();
    @Mixin private FilterOptions filters = new FilterOptions();

    @Option(
            names = "--after",
            paramLabel = "POSITION",
            description = "Begin behind this position; default: the end of the log.")
    private @Nullable Long after;

    @Option(names = "--from-start", description = "Begin with the first event.")
    private boolean fromStart;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = {
                "Go on where this file says, and keep in it how far the output has got.",
                "Without such a file, begin as the other options say. After a crash the last events"
                        + " may be printed again."
            })
    private @Nullable Path checkpoint;

    @Option(names = "--limit", paramLabel = "COUNT", description = "End after so many events.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    private final Terminal terminal;

    TailCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Optional<CheckpointFile> file = Optional.ofNullable(checkpoint).map(CheckpointFile::new);
        try (EventStore opened = store.openExisting()) {
            Checkpoint begin = begin(opened);
            if (file.isPresent()) {
                begin = file.get().read().orElse(begin);
            }
            try (Subscription subscription = opened.subscribe(begin, filters.filter())) {
                follow(subscription, begin, file);
            }
        }
        return ExitCode.OK;
    }

    private Checkpoint begin(EventStore opened) {
        if (fromStart && after != null) {
            throw CommandException.usage("--from-start and --after exclude each other");
        }
        if (fromStart) {
            return Checkpoint.START;
        }
        return after == null ? opened.head() : Checkpoint.after(Position.of(after));
    }

    /// Prints what is there, and then notes how far it got.
    private void follow(Subscription subscription, Checkpoint begin, Optional<CheckpointFile> file)
            throws InterruptedException, IOException {
        EventPrinter printer = new EventPrinter(terminal, json);
        Checkpoint done = begin;
        long left = limit;
        while (left > 0 && !terminal.outIsGone()) { // which also flushes
            if (file.isPresent()) {
                file.get().write(done);
            }
            Optional<Message> message = subscription.poll(POLL);
            while (left > 0 && message.isPresent()) {
                if (message.get() instanceof Message.Event(var event)) {
                    printer.print(event);
                    left--;
                }
                done = checkpoint(message.get());
                message = left > 0 ? subscription.poll(Duration.ZERO) : message;
            }
        }
        if (file.isPresent() && !terminal.outIsGone()) {
            file.get().write(done);
        }
    }

    private static Checkpoint checkpoint(Message message) {
        return switch (message) {
            case Message.Event(var event) -> Checkpoint.after(event.position());
            case Message.CaughtUp(var at) -> at;
            case Message.Progress(var at) -> at;
        };
    }
}
