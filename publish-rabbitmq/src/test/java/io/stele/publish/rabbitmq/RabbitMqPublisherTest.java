package io.stele.publish.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.Tag;
import io.stele.publish.Publisher;
import io.stele.publish.PublisherName;
import io.stele.publish.PublisherSettings;
import io.stele.publish.ReplayOptions;
import io.stele.publish.ReplayStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On a real broker, which is a process of its own.
class RabbitMqPublisherTest {

    private final String uri = TestRabbitMq.get().uri();
    private final InMemoryEventStore store = new InMemoryEventStore();
    private Connection connection;
    private Channel channel;
    private String name = "";

    RabbitMqPublisherTest() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        connection = factory.newConnection();
        channel = connection.createChannel();
    }

    @BeforeEach
    void nameIt(TestInfo test) {
        String all = test.getTestMethod().orElseThrow().getName() + test.getDisplayName();
        name = "t" + Integer.toUnsignedString(all.hashCode());
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        connection.close();
    }

    private PublisherSettings settings(Map<String, String> more) {
        Map<String, String> target = new HashMap<>(more);
        target.put("uri", uri);
        target.put("exchange", name);
        return PublisherSettings.of(name, "rabbitmq", target);
    }

    private void append(String stream, NewEvent... events) {
        assertThat(store.append(Append.to(stream, Expectation.ANY, events))).isNotNull();
    }

    private static NewEvent event(String type) {
        return NewEvent.json(type, "{\"amount\":50}");
    }

    private List<RecordedEvent> written() {
        return store.read(ReadLog.all().matching(EventFilter.ALL.withoutSystem())).toList();
    }

    private List<GetResponse> messages(String queue) throws Exception {
        List<GetResponse> messages = new ArrayList<>();
        for (GetResponse one = channel.basicGet(queue, true);
                one != null;
                one = channel.basicGet(queue, true)) {
            messages.add(one);
        }
        return messages;
    }

    private List<RecordedEvent> events(String queue) throws Exception {
        return messages(queue).stream()
                .map(message -> AmqpMessages.read(message.getProps(), message.getBody()))
                .toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not become so within 60 s");
            }
            Thread.sleep(5);
        }
    }

    private static void awaitCaughtUp(Publisher publisher) throws InterruptedException {
        try {
            await(() -> publisher.status().lag() == 0);
        } catch (AssertionError e) {
            throw new AssertionError(publisher.status().toString(), e);
        }
    }

    private void publishAll(PublisherSettings settings) throws InterruptedException {
        try (Publisher publisher = Publisher.start(store, settings)) {
            awaitCaughtUp(publisher);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "pipelined"})
    void everyEventIsThereAsItIsInTheLogAndInOrder(String order) throws Exception {
        append("account-1", event("Opened").withTags(Tag.of("account:1")), event("Deposited"));
        append("order-1", event("Ordered").withMetadata(Metadata.of("correlationId", "c")));
        append("account-1", event("Withdrawn"));
        publishAll(settings(Map.of("queue", name, "order", order)));
        List<RecordedEvent> read = events(name);
        assertThat(read).containsExactlyInAnyOrderElementsOf(written());
        assertThat(read.stream().filter(event -> event.stream().value().equals("account-1")))
                .extracting(RecordedEvent::type)
                .containsExactly("Opened", "Deposited", "Withdrawn");
    }

    @Test
    void aMessageIsPersistentAndSaysWhatItIs() throws Exception {
        append("account-1", event("Opened"));
        publishAll(settings(Map.of("queue", name)));
        GetResponse message = messages(name).getFirst();
        assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("account.Opened");
        assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(message.getProps().getMessageId())
                .isEqualTo(written().getFirst().id().toString());
        assertThat(message.getProps().getType()).isEqualTo("Opened");
        assertThat(message.getProps().getContentType()).isEqualTo("application/json");
        assertThat(message.getProps().getHeaders().get("cloudEvents_steleposition"))
                .hasToString("0");
    }

    @Test
    void queuesGetWhatTheyBindTo() throws Exception {
        channel.exchangeDeclare(name, "topic", true);
        channel.queueDeclare(name + "-deposits", true, false, false, Map.of());
        channel.queueBind(name + "-deposits", name, "account.Deposited");
        append("account-1", event("Opened"), event("Deposited"));
        publishAll(settings(Map.of("unroutable", "drop")));
        assertThat(events(name + "-deposits"))
                .extracting(RecordedEvent::type)
                .containsExactly("Deposited");
    }

    @Test
    void whatNoQueueIsBoundForWaitsAndHoldsBackTheRestOfItsStream() throws Exception {
        channel.exchangeDeclare(name, "topic", true);
        channel.queueDeclare(name, true, false, false, Map.of());
        channel.queueBind(name, name, "account.Deposited");
        append("account-1", event("Opened"), event("Deposited"));
        try (Publisher publisher = Publisher.start(store, settings(Map.of()))) {
            await(() -> publisher.status().reason().orElse("").contains("account.Opened"));
            assertThat(events(name)).isEmpty();
            channel.queueBind(name, name, "account.#");
            awaitCaughtUp(publisher);
        }
        assertThat(events(name))
                .extracting(RecordedEvent::type)
                .containsExactly("Opened", "Deposited");
    }

    @Test
    void itGoesOnFromItsCheckpoint() throws Exception {
        PublisherSettings settings = settings(Map.of("queue", name));
        for (int i = 0; i < 20; i++) {
            append("account-" + i % 3, event("E" + i));
            if (i % 5 == 4) {
                publishAll(settings);
            }
        }
        assertThat(events(name)).hasSize(20);
    }

    @Test
    void aReplayGoesToAnotherExchange() throws Exception {
        append("account-1", event("A"), event("B"), event("C"));
        try (Publisher publisher = Publisher.start(store, settings(Map.of("queue", name)))) {
            awaitCaughtUp(publisher);
            publisher.replay(new ReplayOptions(new Checkpoint(1), name + "-again", 1_000));
            await(() ->
                    publisher.status().replay().orElseThrow().state() == ReplayStatus.State.DONE);
        }
        assertThat(events(name + "-again")).containsExactlyElementsOf(written().subList(1, 3));
        assertThat(events(name)).hasSize(3);
    }

    @Test
    void nobodySeesThePassword() {
        RabbitMq kind = new RabbitMq();
        String secret =
                kind.target(
                                PublisherName.of("x"),
                                Map.of("uri", "amqp://user:hunter2@broker:5673/prod"))
                        .toString();
        assertThat(secret).isEqualTo("rabbitmq at broker:5673, exchange stele");
        assertThatThrownBy(() ->
                        kind.target(PublisherName.of("x"), Map.of("uri", "http://u:hunter2@b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }
}
