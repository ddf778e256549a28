package io.stele.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.RecordedEvent;
import io.stele.publish.Publisher;
import io.stele.publish.PublisherSettings;
import io.stele.publish.rabbitmq.AmqpMessages;
import io.stele.sql.inbox.Inbox;
import io.stele.testkit.PrivateRabbitMq;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A consumer that takes messages into the inbox of its database has each event once in effect, though
/// all of them come twice.
class ConsumedOnceTest {

    private static final int EVENTS = 30;

    @TempDir Path directory;

    @Test
    void whatComesTwiceCountsOnce() throws Exception {
        PrivateRabbitMq.missing().ifPresent(why -> assumeTrue(false, why));
        try (PrivateRabbitMq rabbit = PrivateRabbitMq.start();
                InMemoryEventStore store = new InMemoryEventStore()) {
            for (int i = 0; i < EVENTS; i++) {
                NewEvent event = NewEvent.json("Ordered", "{}");
                var _ = store.append(Append.to("order-" + i % 4, Expectation.ANY, event));
            }
            publish(store, "first", rabbit.uri());
            publish(store, "second", rabbit.uri());
            assertThat(consume(rabbit.uri())).isEqualTo(2 * EVENTS);
            assertThat(count()).isEqualTo(EVENTS);
        }
    }

    private static void publish(InMemoryEventStore store, String name, String uri)
            throws InterruptedException {
        Map<String, String> target = Map.of("uri", uri, "queue", "all");
        try (Publisher publisher =
                Publisher.start(store, PublisherSettings.of(name, "rabbitmq", target))) {
            while (publisher.status().lag() > 0) {
                Thread.sleep(5);
            }
        }
    }

    private java.sql.Connection database() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("counts.db"));
    }

    private int consume(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        Inbox inbox = Inbox.of("counter");
        int messages = 0;
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel();
                java.sql.Connection sql = database();
                var statement = sql.createStatement()) {
            Inbox.createTable(sql);
            statement.execute("CREATE TABLE counted (id VARCHAR(36))");
            sql.setAutoCommit(false);
            GetResponse message = channel.basicGet("all", false);
            while (message != null) {
                RecordedEvent event = AmqpMessages.read(message.getProps(), message.getBody());
                if (inbox.take(sql, event)) {
                    statement.execute("INSERT INTO counted VALUES ('" + event.id() + "')");
                }
                sql.commit();
                channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
                messages++;
                message = channel.basicGet("all", false);
            }
        }
        return messages;
    }

    private int count() throws SQLException {
        try (java.sql.Connection sql = database();
                var statement = sql.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM counted")) {
            return rows.getInt(1);
        }
    }
}
