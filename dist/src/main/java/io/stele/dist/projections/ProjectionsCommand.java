package io.stele.dist.projections;

import static io.stele.dist.projections.ServiceClient.encode;

import io.stele.dist.CommandException;
import io.stele.dist.ExitCode;
import io.stele.dist.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "projections",
        mixinStandardHelpOptions = true,
        description = {
            "Looks after what keeps the views of a running service up to date.",
            "",
            "A view may have several builds of its rows: one serves queries, others are being built"
                    + " beside it or served before."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele projections list",
            "  stele projections rebuild accounts",
            "  stele projections switch-back accounts",
            "  stele projections repair accounts account-42"
        })
public final class ProjectionsCommand {

    private static final String PATH = "/v1/projections";

    private final Terminal terminal;

    public ProjectionsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the views, and how far each of their builds is.",
            footerHeading = "%nExamples:%n",
            footer = "  stele projections list --service http://127.0.0.1:9000")
    int list(@Mixin ServiceOption service) {
        JsonNode all = service.client().get(PATH);
        for (JsonNode projection : all.path("projections")) {
            print(service, projection);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one view with all there is to know.",
            footerHeading = "%nExamples:%n",
            footer = "  stele projections show accounts --json")
    int show(@Mixin ServiceOption service, @Parameters(paramLabel = "VIEW") String view) {
        print(service, service.client().get(PATH + "/" + encode(view)));
        return ExitCode.OK;
    }

    @Command(
            name = "rebuild",
            mixinStandardHelpOptions = true,
            description =
                    "Builds a view again beside the rows that serve, which it replaces when it has caught up.",
            footerHeading = "%nExamples:%n",
            footer = "  stele projections rebuild accounts")
    int rebuild(@Mixin ServiceOption service, @Parameters(paramLabel = "VIEW") String view) {
        return tell(service, view, "rebuild");
    }

    @Command(
            name = "switch",
            mixinStandardHelpOptions = true,
            description =
                    "Lets other rows made by the service's code serve, when they have caught up.",
            footerHeading = "%nExamples:%n",
            footer = "  stele projections switch accounts")
    int switchOver(@Mixin ServiceOption service, @Parameters(paramLabel = "VIEW") String view) {
        return tell(service, view, "switch");
    }

    @Command(
            name = "switch-back",
            mixinStandardHelpOptions = true,
            description = "Lets the rows serve again that did before, at once and as they are.",
            footerHeading = "%nExamples:%n",
            footer = "  stele projections switch-back accounts")
    int switchBack(@Mixin ServiceOption service, @Parameters(paramLabel = "VIEW") String view) {
        return tell(service, view, "switch-back");
    }

    @Command(
            name = "drop",
            mixinStandardHelpOptions = true,
            description = "Removes the rows of a view that do not serve.",
            footerHeading = "%nExamples:%n",
            footer = "  stele projections drop accounts")
    int drop(@Mixin ServiceOption service, @Parameters(paramLabel = "VIEW") String view) {
        return tell(service, view, "drop");
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Stops a view from applying events, until resumed.",
            footerHeading = "%nExamples:%n",
            footer = "  stele projections pause accounts")
    int pause(@Mixin ServiceOption service, @Parameters(paramLabel = "VIEW") String view) {
        return tell(service, view, "pause");
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Lets a paused view go on.",
            footerHeading = "%nExamples:%n",
            footer = "  stele projections resume accounts")
    int resume(@Mixin ServiceOption service, @Parameters(paramLabel = "VIEW") String view) {
        return tell(service, view, "resume");
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Tries again to apply the event that a view stopped at.",
            footerHeading = "%nExamples:%n",
            footer = "  stele projections retry accounts")
    int retry(@Mixin ServiceOption service, @Parameters(paramLabel = "VIEW") String view) {
        return tell(service, view, "retry");
    }

    @Command(
            name = "skip",
            mixinStandardHelpOptions = true,
            description = "Leaves out the event that a view stopped at, and notes that down.",
            footerHeading = "%nExamples:%n",
            footer = "  stele projections skip accounts")
    int skip(@Mixin ServiceOption service, @Parameters(paramLabel = "VIEW") String view) {
        return tell(service, view, "skip");
    }

    @Command(
            name = "repair",
            mixinStandardHelpOptions = true,
            description =
                    "Makes the rows of one stream anew from its events, also of those left out.",
            footerHeading = "%nExamples:%n",
            footer = "  stele projections repair accounts account-42")
    int repair(
            @Mixin ServiceOption service,
            @Parameters(paramLabel = "VIEW") String view,
            @Parameters(paramLabel = "STREAM") String stream) {
        JsonNode after =
                service.client()
                        .post(PATH + "/" + encode(view) + "/repair?stream=" + encode(stream));
        print(service, after);
        for (JsonNode repair : after.path("repairs")) {
            String outcome = repair.path("outcome").asString("");
            if (repair.path("stream").asString("").equals(stream) && !outcome.equals("done")) {
                throw CommandException.failed(
                        outcome.equals("asked")
                                ? "the repair of " + stream + " is still on its way"
                                : "the rows of " + stream + " are as they were: " + outcome);
            }
        }
        return ExitCode.OK;
    }

    private int tell(ServiceOption service, String view, String command) {
        print(service, service.client().post(PATH + "/" + encode(view) + "/" + command));
        return ExitCode.OK;
    }

    private void print(ServiceOption service, JsonNode projection) {
        if (service.json()) {
            terminal.print(projection.toString());
        } else {
            ProjectionText.lines(projection).forEach(terminal::print);
        }
    }
}
