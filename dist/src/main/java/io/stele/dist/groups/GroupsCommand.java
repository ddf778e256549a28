package io.stele.dist.groups;

import io.stele.dist.CommandException;
import io.stele.dist.ExitCode;
import io.stele.dist.FilterOptions;
import io.stele.dist.Jsons;
import io.stele.dist.Terminal;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.GroupStatus;
import io.stele.groups.HeldStream;
import io.stele.groups.UnknownGroupException;
import io.stele.groups.host.WaitingEvents;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.protocol.DataForm;
import io.stele.protocol.EventJson;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "groups",
        mixinStandardHelpOptions = true,
        subcommands = ConsumeCommand.class,
        description = {
            "Looks after consumer groups: named readers of the log whose members share the work.",
            "",
            "Each event that passes a group's filter goes to one of its members, at least once; those of"
                    + " one stream one after the other. An event that fails too often parks its stream,"
                    + " and nothing else."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele groups create mailer --category account --from end",
            "  stele groups list",
            "  stele groups consume mailer --limit 10",
            "  stele groups parked mailer",
            "  stele groups replay mailer account-42"
        })
public final class GroupsCommand {

    private final Terminal terminal;

    public GroupsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    Terminal terminal() {
        return terminal;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists groups and how far behind they are.",
            footerHeading = "%nExamples:%n",
            footer = {"  stele groups list", "  stele groups list --json"})
    int list(@Mixin GroupsOption groups) throws InterruptedException {
        groups.with((all, store) -> {
            if (!groups.json()) {
                terminal.print(GroupText.HEAD);
            }
            for (GroupName name : all.list()) {
                try {
                    GroupStatus status = all.status(name);
                    terminal.print(groups.json() ? GroupText.json(status) : GroupText.line(status));
                } catch (UnknownGroupException e) {
                    // deleted meanwhile
                }
            }
        });
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a group with its members and the streams that it got stuck in.",
            footerHeading = "%nExamples:%n",
            footer = "  stele groups show mailer")
    int show(@Mixin GroupsOption groups, @Parameters(paramLabel = "GROUP") String name)
            throws InterruptedException {
        groups.with((all, store) -> {
            GroupStatus status = all.status(GroupName.of(name));
            if (groups.json()) {
                terminal.print(GroupText.json(status));
            } else {
                GroupText.lines(status).forEach(terminal::print);
            }
        });
        return ExitCode.OK;
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Creates a group.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  stele groups create mailer",
                "  stele groups create billing --types OrderPlaced,OrderCancelled --from end",
                "  stele groups create slow --prefix report- --ack-timeout 600 --attempts 3"
            })
    int create(
            @Mixin GroupsOption groups,
            @Mixin FilterOptions filters,
            @Parameters(paramLabel = "GROUP") String name,
            @Option(
                            names = "--from",
                            paramLabel = "START",
                            defaultValue = "beginning",
                            description =
                                    "beginning, end, or the first position that it reads. Default:"
                                            + " ${DEFAULT-VALUE}.")
                    String from,
            @Option(names = "--system", description = "Stele's own streams ($...), too.")
                    boolean system,
            @Option(
                            names = "--window",
                            paramLabel = "N",
                            description =
                                    "Events under way at once, and the most that a crash makes"
                                            + " come twice. Default: 4096.")
                    @Nullable Integer window,
            @Option(
                            names = "--attempts",
                            paramLabel = "N",
                            description =
                                    "How often an event is tried before its stream is parked."
                                            + " Default: 10.")
                    @Nullable Integer attempts,
            @Option(
                            names = "--ack-timeout",
                            paramLabel = "SECONDS",
                            description = "How long a member may take for an event. Default: 30.")
                    @Nullable Long ackTimeout)
            throws InterruptedException {
        EventFilter filter = filters.filter();
        GroupOptions usual =
                GroupOptions.DEFAULT.withFilter(system ? filter : filter.withoutSystem());
        GroupOptions options =
                usual.withWindow(window == null ? usual.window() : window)
                        .withAttemptsMax(attempts == null ? usual.attemptsMax() : attempts)
                        .withAckTimeout(
                                ackTimeout == null
                                        ? usual.ackTimeout()
                                        : Duration.ofSeconds(ackTimeout));
        groups.with((all, store) -> {
            if (!all.create(GroupName.of(name), options, start("--from", from, store))) {
                throw CommandException.failed(
                        "there is a group %s already; stele groups show %s".formatted(name, name));
            }
        });
        return done(groups, "created", name);
    }

    private static Checkpoint start(String option, String text, EventStore store) {
        return switch (text) {
            case "beginning" -> Checkpoint.START;
            case "end" -> store.head();
            default -> {
                if (!text.matches("[0-9]{1,18}")) {
                    throw CommandException.usage(
                            "%s takes beginning, end or a position, not %s"
                                    .formatted(option, text));
                }
                yield new Checkpoint(Long.parseLong(text));
            }
        };
    }

    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = {
                "Lets a group begin anew elsewhere.",
                "What it had not finished is forgotten, parked streams among it; its members join"
                        + " again by themselves."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  stele groups reset mailer --to beginning",
                "  stele groups reset mailer --to 1700"
            })
    int reset(
            @Mixin GroupsOption groups,
            @Parameters(paramLabel = "GROUP") String name,
            @Option(
                            names = "--to",
                            paramLabel = "START",
                            required = true,
                            description = "beginning, end, or the first position that it reads.")
                    String to)
            throws InterruptedException {
        groups.with((all, store) -> all.reset(GroupName.of(name), start("--to", to, store)));
        return done(groups, "reset", name);
    }

    @Command(
            name = "parked",
            mixinStandardHelpOptions = true,
            description =
                    "Lists the streams that wait for somebody, and the events that wait in them.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  stele groups parked mailer",
                "  stele groups parked mailer --events 10 --json"
            })
    int parked(
            @Mixin GroupsOption groups,
            @Parameters(paramLabel = "GROUP") String name,
            @Option(
                            names = "--events",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Of each stream. Default: ${DEFAULT-VALUE}.")
                    int events)
            throws InterruptedException {
        groups.with((all, store) -> {
            GroupStatus status = all.status(GroupName.of(name));
            for (HeldStream held : status.parked()) {
                print(held, WaitingEvents.of(store, status.options(), held, events), groups.json());
            }
        });
        return ExitCode.OK;
    }

    private void print(HeldStream held, List<RecordedEvent> waiting, boolean json) {
        List<String> events =
                waiting.stream()
                        .map(event -> EventJson.write(event, DataForm.READABLE).utf8())
                        .toList();
        if (json) {
            terminal.print(
                    Jsons.object(
                            "stream",
                            held.stream().value(),
                            "next",
                            held.next().value(),
                            "attempts",
                            held.attempts(),
                            "reason",
                            held.reason(),
                            "since",
                            held.since().toString(),
                            "events",
                            events.stream().map(Jsons.MAPPER::readTree).toList()));
        } else {
            terminal.print(GroupText.line(held));
            events.forEach(event -> terminal.print("  " + event));
        }
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = "Tries parked streams again, from the events that they were parked at.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  stele groups replay mailer account-42",
                "  stele groups replay mailer --all"
            })
    int replay(
            @Mixin GroupsOption groups,
            @Parameters(paramLabel = "GROUP", index = "0") String name,
            @Parameters(paramLabel = "STREAM", index = "1", arity = "0..1") @Nullable String stream,
            @Option(names = "--all", description = "All that are parked.") boolean every)
            throws InterruptedException {
        if (every == (stream != null)) {
            throw CommandException.usage("give a stream, or --all");
        }
        GroupName group = GroupName.of(name);
        groups.with((all, store) -> {
            List<StreamName> streams =
                    stream == null
                            ? all.status(group).parked().stream().map(HeldStream::stream).toList()
                            : List.of(StreamName.of(stream));
            streams.forEach(each -> {
                all.replay(group, each);
                terminal.print(
                        groups.json()
                                ? Jsons.object("done", "replayed", "stream", each.value())
                                : "replaying " + each);
            });
        });
        return ExitCode.OK;
    }

    @Command(
            name = "skip",
            mixinStandardHelpOptions = true,
            description = "Gives up the event that a stream is parked at, and goes on behind it.",
            footerHeading = "%nExamples:%n",
            footer = {"  stele groups skip mailer account-42 --revision 17"})
    int skip(
            @Mixin GroupsOption groups,
            @Parameters(paramLabel = "GROUP", index = "0") String name,
            @Parameters(paramLabel = "STREAM", index = "1") String stream,
            @Option(
                            names = "--revision",
                            paramLabel = "N",
                            required = true,
                            description =
                                    "Of the event, as stele groups parked shows it: no other is given up.")
                    long revision)
            throws InterruptedException {
        groups.with((all, store) ->
                all.skip(GroupName.of(name), StreamName.of(stream), Revision.of(revision)));
        return done(groups, "skipped %s @%d of".formatted(stream, revision), name);
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Deletes a group; how far it was is forgotten.",
            footerHeading = "%nExamples:%n",
            footer = "  stele groups delete mailer")
    int delete(@Mixin GroupsOption groups, @Parameters(paramLabel = "GROUP") String name)
            throws InterruptedException {
        groups.with((all, store) -> all.delete(GroupName.of(name)));
        return done(groups, "deleted", name);
    }

    private int done(GroupsOption groups, String what, String name) {
        terminal.print(
                groups.json() ? Jsons.object("done", what, "group", name) : what + " " + name);
        return ExitCode.OK;
    }
}
