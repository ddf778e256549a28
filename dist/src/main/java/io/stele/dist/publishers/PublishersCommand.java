package io.stele.dist.publishers;

import static io.stele.dist.projections.ServiceClient.encode;

import io.stele.dist.ExitCode;
import io.stele.dist.Jsons;
import io.stele.dist.Terminal;
import io.stele.dist.projections.ServiceOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "publishers",
        mixinStandardHelpOptions = true,
        description = {
            "Looks after what publishes the events of a running server to Kafka and RabbitMQ.",
            "",
            "Which publishers there are is said in the server's configuration; docs/publishers.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele publishers list",
            "  stele publishers pause orders",
            "  stele publishers resume orders",
            "  stele publishers replay orders orders-2 --from 1000 --rate 500"
        })
public final class PublishersCommand {

    private static final String PATH = "/v1/publishers";

    private final Terminal terminal;

    public PublishersCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists publishers and how far behind they are.",
            footerHeading = "%nExamples:%n",
            footer = {"  stele publishers list", "  stele publishers list --json"})
    int list(@Mixin ServiceOption service) {
        JsonNode all = service.client().get(PATH);
        if (!service.json()) {
            terminal.print(PublisherText.HEAD);
        }
        for (JsonNode publisher : all.path("publishers")) {
            terminal.print(service.json() ? publisher.toString() : PublisherText.line(publisher));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one publisher with all there is to know.",
            footerHeading = "%nExamples:%n",
            footer = "  stele publishers show orders")
    int show(@Mixin ServiceOption service, @Parameters(paramLabel = "PUBLISHER") String name) {
        print(service, service.client().get(path(name)));
        return ExitCode.OK;
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Stops publishing until resumed, also over a restart of the server.",
            footerHeading = "%nExamples:%n",
            footer = "  stele publishers pause orders")
    int pause(@Mixin ServiceOption service, @Parameters(paramLabel = "PUBLISHER") String name) {
        print(service, service.client().post(path(name) + "/pause"));
        return ExitCode.OK;
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Goes on, also when it had stopped by itself.",
            footerHeading = "%nExamples:%n",
            footer = "  stele publishers resume orders")
    int resume(@Mixin ServiceOption service, @Parameters(paramLabel = "PUBLISHER") String name) {
        print(service, service.client().post(path(name) + "/resume"));
        return ExitCode.OK;
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Publishes what is in the log again, to another topic or exchange.",
                "",
                "It runs in the server, beside what the publisher does; 'show' tells how far it is."
            },
            footerHeading = "%nExamples:%n",
            footer = "  stele publishers replay orders orders-2 --from 1000 --rate 500")
    int replay(
            @Mixin ServiceOption service,
            @Parameters(paramLabel = "PUBLISHER") String name,
            @Parameters(paramLabel = "DESTINATION", description = "A topic, or an exchange.")
                    String destination,
            @Option(
                            names = "--from",
                            paramLabel = "POSITION",
                            defaultValue = "0",
                            description = "The first position. Default: ${DEFAULT-VALUE}.")
                    long from,
            @Option(
                            names = "--rate",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "Events a second at most. Default: ${DEFAULT-VALUE}.")
                    int rate) {
        ObjectNode body = Jsons.MAPPER.createObjectNode();
        body.put("destination", destination);
        body.put("from", from);
        body.put("eventsPerSecond", rate);
        print(service, service.client().post(path(name) + "/replay", body));
        return ExitCode.OK;
    }

    private static String path(String name) {
        return PATH + "/" + encode(name);
    }

    private void print(ServiceOption service, JsonNode publisher) {
        if (service.json()) {
            terminal.print(publisher.toString());
        } else {
            PublisherText.lines(publisher).forEach(terminal::print);
        }
    }
}
