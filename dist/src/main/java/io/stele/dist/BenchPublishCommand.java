package io.stele.dist;

import io.stele.bench.Figure;
import io.stele.bench.publish.PublishBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Publishes a log to a Kafka or RabbitMQ that is there already.",
            "",
            "How fast a publisher catches up, beside a plain producer of as many bytes; and how long"
                    + " an event takes from the answer to its append until a consumer has it, beside a"
                    + " message of that producer. Topics and queues named bench-... come and go."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  stele bench publish --kafka 127.0.0.1:9092",
            "  stele bench publish --rabbitmq amqp://guest:guest@127.0.0.1 --events 50000"
        })
final class BenchPublishCommand extends BenchMeasured {

    @Option(
            names = "--kafka",
            paramLabel = "SERVERS",
            description = "Where a Kafka cluster answers: host:port.")
    private Optional<String> kafka = Optional.empty();

    @Option(
            names = "--rabbitmq",
            paramLabel = "URI",
            description = "Where a RabbitMQ answers: amqp://user:password@host.")
    private Optional<String> rabbitMq = Optional.empty();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "200000",
            description = "To catch up with. Default: ${DEFAULT-VALUE}.")
    private long events;

    @Option(
            names = "--delays",
            paramLabel = "N",
            defaultValue = "500",
            description = "Events that are followed one by one. Default: ${DEFAULT-VALUE}.")
    private int delays;

    BenchPublishCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Figure> measure(Path directory, Consumer<String> progress)
            throws IOException, InterruptedException {
        if (kafka.isEmpty() && rabbitMq.isEmpty()) {
            throw CommandException.usage("say where a broker is: --kafka or --rabbitmq");
        }
        PublishBench bench =
                new PublishBench(directory.resolve("publish"), events, delays, rounds, progress);
        List<Figure> figures = new ArrayList<>();
        if (kafka.isPresent()) {
            figures.addAll(bench.onKafka(kafka.get()));
        }
        if (rabbitMq.isPresent()) {
            figures.addAll(bench.onRabbitMq(rabbitMq.get()));
        }
        return figures;
    }
}
