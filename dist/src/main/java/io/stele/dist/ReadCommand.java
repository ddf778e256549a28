package io.stele.dist;

import io.stele.model.Direction;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Prints the events of a stream, or of the whole log.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele read account-42                     one stream",
            "  stele read account-42 --backward --limit 1",
            "  stele read --category account --after 17  the log, from position 18",
            "  stele read --types MoneyDeposited --json | jq .data.amount"
        })
final class ReadCommand implements Callable<Integer> {

    @Mixin private StoreOption store = new StoreOption();
    @Mixin private FilterOptions filters = new FilterOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "STREAM",
            description = "The stream; without it the whole log is read.")
    private @Nullable String stream;

    @Option(
            names = "--from",
            paramLabel = "REVISION",
            description = "Of a stream: begin with this revision.")
    private @Nullable Long from;

    @Option(
            names = "--after",
            paramLabel = "POSITION",
            description = "Of the log: begin behind this position (--backward: before it).")
    private @Nullable Long after;

    @Option(names = "--limit", paramLabel = "COUNT", description = "At most so many events.")
    private long limit = ReadLog.NO_LIMIT;

    @Option(names = "--backward", description = "The latest event first.")
    private boolean backward;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    private final Terminal terminal;

    ReadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        checkCombination();
        EventPrinter printer = new EventPrinter(terminal, json);
        try (EventStore opened = store.openExisting();
                EventCursor events = cursor(opened)) {
            for (long count = 1; events.hasNext(); count++) {
                printer.print(events.next());
                if (count % 1_000 == 0 && terminal.outIsGone()) {
                    break;
                }
            }
        }
        return ExitCode.OK;
    }

    private void checkCombination() {
        if (stream == null && from != null) {
            throw CommandException.usage(
                    "--from is for a stream; in the whole log use --after POSITION");
        }
        if (stream != null && after != null) {
            throw CommandException.usage(
                    "--after is for the whole log; in a stream use --from REVISION");
        }
        if (stream != null && !filters.filter().equals(EventFilter.ALL)) {
            throw CommandException.usage(
                    "--types, --tags, --category, --prefix and --no-system are for the whole log;"
                            + " leave out "
                            + stream);
        }
    }

    private EventCursor cursor(EventStore opened) {
        Direction direction = backward ? Direction.BACKWARD : Direction.FORWARD;
        if (stream != null) {
            Optional<Revision> first = Optional.ofNullable(from).map(Revision::of);
            return opened.read(new ReadStream(StreamName.of(stream), direction, first, limit));
        }
        Optional<Position> behind = Optional.ofNullable(after).map(Position::of);
        return opened.read(new ReadLog(direction, behind, filters.filter(), limit));
    }
}
