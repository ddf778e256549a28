package io.stele.dist.groups;

import io.stele.dist.ExitCode;
import io.stele.dist.Jsons;
import io.stele.dist.Terminal;
import io.stele.groups.ConsumerGroups;
import io.stele.groups.Delivery;
import io.stele.groups.GroupMovedException;
import io.stele.groups.GroupName;
import io.stele.groups.GroupReader;
import io.stele.groups.Outcome;
import io.stele.model.UnavailableException;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventJson;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "consume",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Works for a group: prints its deliveries, one JSON object a line, and finishes each when it"
                    + " is printed. Until Ctrl-C.",
            "",
            "Good for trying out what a group gives, and what becomes of events that fail."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele groups consume mailer",
            "  stele groups consume mailer --limit 100 --idle 5 | ./mailer",
            "  stele groups consume mailer --outcome park --limit 1"
        })
final class ConsumeCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final String REASON = "stele groups consume";

    @Mixin private GroupsOption groups = new GroupsOption();

    @Parameters(paramLabel = "GROUP")
    private String name = "";

    @Option(
            names = "--member",
            paramLabel = "NAME",
            description = "As which member. Default: cli- and the number of the process.")
    private @Nullable String member;

    @Option(
            names = "--ahead",
            paramLabel = "N",
            defaultValue = "16",
            description = "Events to have at once. Default: ${DEFAULT-VALUE}.")
    private int ahead;

    @Option(names = "--limit", paramLabel = "COUNT", description = "End after so many events.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            description = "End when nothing came for so long.")
    private long idle = Long.MAX_VALUE;

    private enum Answer {
        ack,
        retry,
        park
    }

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            defaultValue = "ack",
            description = "What to say of each: ${COMPLETION-CANDIDATES}. Default: ack.")
    private Answer answer = Answer.ack;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private GroupsCommand parent;

    private long left;
    private boolean joined;

    @Override
    public Integer call() throws InterruptedException {
        left = limit;
        groups.with((all, store) -> {
            boolean ended = false;
            while (!ended) {
                try {
                    work(all);
                    ended = true;
                } catch (GroupMovedException | UnavailableException e) {
                    if (!joined) {
                        throw e;
                    }
                    parent.terminal().say("stele: " + e.getMessage());
                    Thread.sleep(POLL);
                }
            }
        });
        return ExitCode.OK;
    }

    private void work(ConsumerGroups all) throws InterruptedException {
        String as = member == null ? "cli-" + ProcessHandle.current().pid() : member;
        Terminal terminal = parent.terminal();
        long quietSeconds = 0;
        try (GroupReader reader =
                GroupReader.join(all, GroupName.of(name), as, (int) Math.min(ahead, left))) {
            joined = true;
            while (left > 0 && quietSeconds < idle && !terminal.outIsGone()) { // which flushes
                Optional<Delivery> next = reader.poll(POLL);
                quietSeconds = next.isPresent() ? 0 : quietSeconds + 1;
                if (next.isPresent()) {
                    print(reader, next.get());
                }
            }
        }
    }

    /// Finishes what could be printed.
    private void print(GroupReader reader, Delivery delivery) {
        parent.terminal().print(line(delivery));
        if (!parent.terminal().outIsGone()) {
            var _ = reader.finish(delivery, outcome());
            left--;
        }
    }

    private static String line(Delivery delivery) {
        return Jsons.object(
                "delivery",
                delivery.id(),
                "attempt",
                delivery.attempt(),
                "event",
                Jsons.MAPPER.readTree(EventJson.write(delivery.event(), DataForm.READABLE).utf8()));
    }

    private Outcome outcome() {
        return switch (answer) {
            case ack -> Outcome.ACK;
            case retry -> Outcome.retry(REASON);
            case park -> Outcome.park(REASON);
        };
    }
}
