package io.stele.bench.publish;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// A RabbitMQ. The plain producer sends persistent messages to a durable queue, and waits for confirms
/// as often as the publisher does.
final class BenchRabbitMq implements BenchBroker {

    private static final int WINDOW = 2_000;
    private static final long CONFIRM_MILLIS_MAX = 60_000;

    private final String uri;
    private final Connection connection;
    private final Channel channel;

    BenchRabbitMq(String uri) throws IOException {
        this.uri = uri;
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(uri);
            connection = factory.newConnection();
            channel = connection.createChannel();
            channel.confirmSelect();
        } catch (URISyntaxException | GeneralSecurityException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    @Override
    public String kind() {
        return "rabbitmq";
    }

    @Override
    public Map<String, String> target(String place) {
        return Map.of("uri", uri, "exchange", place, "queue", place);
    }

    @Override
    public void sendBare(String place, long messages, int keys, byte[] data) throws IOException {
        make(place);
        for (long i = 0; i < messages; i++) {
            channel.basicPublish("", place, MessageProperties.PERSISTENT_BASIC, data);
            if (i % WINDOW == WINDOW - 1 || i == messages - 1) {
                awaitConfirms();
            }
        }
    }

    private void awaitConfirms() throws IOException {
        try {
            if (!channel.waitForConfirms(CONFIRM_MILLIS_MAX)) {
                throw new IOException("a message was refused");
            }
        } catch (TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void sendOne(String place, String id, byte[] data) throws IOException {
        AMQP.BasicProperties properties =
                MessageProperties.PERSISTENT_BASIC.builder().messageId(id).build();
        channel.basicPublish("", place, properties, data);
    }

    @Override
    public void make(String place) throws IOException {
        channel.queueDeclare(place, true, false, false, Map.of());
    }

    @Override
    public AutoCloseable follow(String place, Consumer<String> arrived) throws IOException {
        Channel reading = connection.createChannel();
        reading.basicConsume(
                place,
                true,
                (tag, message) -> arrived.accept(message.getProperties().getMessageId()),
                tag -> {});
        return reading;
    }

    @Override
    public void drop(String place) throws IOException {
        channel.queueDelete(place);
        channel.exchangeDelete(place);
    }

    @Override
    public void close() {
        connection.abort();
    }
}
