package io.stele.dist;

import io.stele.model.Checkpoint;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.Subscription;
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
            "  stele tail --after 17 --json"
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

    @Option(names = "--limit", paramLabel = "COUNT", description = "End after so many events.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    private final Terminal terminal;

    TailCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (EventStore opened = store.openExisting();
                Subscription subscription = opened.subscribe(begin(opened), filters.filter())) {
            follow(subscription);
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

    private void follow(Subscription subscription) throws InterruptedException {
        EventPrinter printer = new EventPrinter(terminal, json);
        long left = limit;
        while (left > 0 && !terminal.outIsGone()) { // which also flushes
            Optional<Subscription.Message> message = subscription.poll(POLL);
            while (left > 0 && message.isPresent()) {
                if (message.get() instanceof Subscription.Message.Event(var event)) {
                    printer.print(event);
                    left--;
                }
                message = left > 0 ? subscription.poll(Duration.ZERO) : message;
            }
        }
    }
}
