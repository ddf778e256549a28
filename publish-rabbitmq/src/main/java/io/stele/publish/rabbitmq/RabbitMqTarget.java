package io.stele.publish.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import io.stele.model.RecordedEvent;
import io.stele.publish.PublisherName;
import io.stele.publish.Target;
import io.stele.publish.TargetSession;
import io.stele.publish.TargetUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A broker as it is set up for a publisher.
///
/// @param queue to make and bind
/// @param strict whether events of a stream go one by one
/// @param drops whether what no queue is bound for is left out
record RabbitMqTarget(
        PublisherName publisher,
        ConnectionFactory factory,
        String exchange,
        String routingKey,
        Optional<String> queue,
        boolean strict,
        boolean drops)
        implements Target {

    static final int PATIENCE_MILLIS = 10_000;
    static final int CLOSE_MILLIS = 1_000;

    private static final int SHORT_BYTES_MAX = 255;

    /// @throws IllegalArgumentException when it is no exchange's name
    static void checkName(String name) {
        if (name.isBlank() || bytes(name) > SHORT_BYTES_MAX || name.startsWith("amq.")) {
            throw new IllegalArgumentException(
                    "an exchange's name has 1 to 255 bytes and does not begin with amq.: \""
                            + name
                            + "\"");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public TargetSession connect() {
        return RabbitMqSession.open(this);
    }

    /// Another exchange, with a queue of the same name where the publisher makes one for its own.
    @Override
    public Target elsewhere(String destination) {
        checkName(destination);
        return new RabbitMqTarget(
                publisher,
                factory,
                destination,
                routingKey,
                queue.map(name -> destination),
                strict,
                drops);
    }

    /// @throws TargetUnavailableException when it would be longer than a broker takes
    String routingKey(RecordedEvent event) {
        String key =
                routingKey
                        .replace("{category}", event.stream().category())
                        .replace("{type}", event.type())
                        .replace("{stream}", event.stream().value());
        if (bytes(key) > SHORT_BYTES_MAX) {
            throw new TargetUnavailableException(
                    "the routing key of %s has more than 255 bytes: set a shorter pattern"
                            .formatted(event.stream()));
        }
        return key;
    }

    @Override
    public String toString() {
        return "rabbitmq at %s:%d, exchange %s"
                .formatted(factory.getHost(), factory.getPort(), exchange);
    }
}
