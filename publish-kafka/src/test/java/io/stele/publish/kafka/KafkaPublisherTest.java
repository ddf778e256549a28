package io.stele.publish.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.EventData;
import io.stele.model.EventFilter;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.Tag;
import io.stele.publish.Publisher;
import io.stele.publish.PublisherFilter;
import io.stele.publish.PublisherSettings;
import io.stele.publish.PublisherState;
import io.stele.publish.ReplayOptions;
import io.stele.publish.ReplayStatus;
import io.stele.testkit.DeliveryCheck;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On a real broker, which is a process of its own.
class KafkaPublisherTest {

    private final String servers = TestKafka.get().servers();
    private final InMemoryEventStore store = new InMemoryEventStore();
    private String name = "";

    @BeforeEach
    void nameIt(TestInfo test) {
        String all = test.getTestMethod().orElseThrow().getName() + test.getDisplayName();
        name = "t" + Integer.toUnsignedString(all.hashCode());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private PublisherSettings settings(Map<String, String> more) {
        Map<String, String> target = new HashMap<>(more);
        target.put("servers", servers);
        target.putIfAbsent("topic", name + ".{category}");
        return PublisherSettings.of(name, "kafka", target);
    }

    private void append(String stream, NewEvent... events) {
        assertThat(store.append(Append.to(stream, Expectation.ANY, events))).isNotNull();
    }

    private static NewEvent event(String type) {
        return NewEvent.json(type, "{\"amount\":50}");
    }

    private List<ConsumerRecord<String, byte[]>> records() {
        return TopicReader.read(servers, name + "[.].*");
    }

    private List<RecordedEvent> written() {
        return store.read(ReadLog.all().matching(EventFilter.ALL.withoutSystem())).toList();
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

    private void publishAll(PublisherSettings settings) throws InterruptedException {
        try (Publisher publisher = Publisher.start(store, settings)) {
            awaitCaughtUp(publisher);
        }
    }

    private static void awaitCaughtUp(Publisher publisher) throws InterruptedException {
        try {
            await(() -> publisher.status().lag() == 0);
        } catch (AssertionError e) {
            throw new AssertionError(publisher.status().toString(), e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exactly-once", "at-least-once"})
    void everyEventIsThereAsItIsInTheLog(String mode) throws Exception {
        append("account-1", event("Opened").withTags(Tag.of("account:1")), event("Deposited"));
        append(
                "order-1",
                event("Ordered").withMetadata(Metadata.of("correlationId", "c").with("n", 1.5)));
        append("account-1", event("Withdrawn"));
        publishAll(settings(Map.of("mode", mode)));
        List<RecordedEvent> read = records().stream().map(KafkaRecords::read).toList();
        assertThat(read).containsExactlyInAnyOrderElementsOf(written());
        assertThat(records())
                .allSatisfy(record -> {
                    RecordedEvent event = KafkaRecords.read(record);
                    assertThat(record.key()).isEqualTo(event.stream().value());
                    assertThat(record.topic()).isEqualTo(name + "." + event.stream().category());
                    assertThat(record.timestamp()).isEqualTo(event.recordedAt().toEpochMilli());
                });
    }

    /// With several requests under way the first batch for a partition that is not ready was overtaken.
    @ParameterizedTest
    @ValueSource(strings = {"exactly-once", "at-least-once"})
    void manyEventsAreInOrderOnATopicThatIsJustMade(String mode) throws Exception {
        for (int i = 0; i < 200; i++) {
            NewEvent[] events = new NewEvent[100];
            for (int j = 0; j < events.length; j++) {
                events[j] = event("E");
            }
            append("account-" + i % 50, events);
        }
        publishAll(settings(Map.of("mode", mode)));
        List<RecordedEvent> read = records().stream().map(KafkaRecords::read).toList();
        assertThat(DeliveryCheck.wrong(written(), read, true)).isEmpty();
    }

    @Test
    void theSdkOfCloudEventsReadsIt() throws Exception {
        append("account-1", event("Opened"));
        publishAll(settings(Map.of()));
        CloudEvent event = KafkaMessageFactory.createReader(records().getFirst()).toEvent();
        RecordedEvent written = written().getFirst();
        assertThat(event.getSpecVersion().toString()).isEqualTo("1.0");
        assertThat(event.getId()).isEqualTo(written.id().toString());
        assertThat(event.getType()).isEqualTo("Opened");
        assertThat(event.getSource()).hasToString("/streams/account");
        assertThat(event.getSubject()).isEqualTo("account-1");
        assertThat(event.getTime()).isNotNull();
        assertThat(event.getTime().toInstant()).isEqualTo(written.recordedAt());
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getExtension("sequence")).isEqualTo("0000000000000000000");
        assertThat(event.getExtension("partitionkey")).isEqualTo("account-1");
        assertThat(event.getExtension("steleposition")).isEqualTo("0");
        assertThat(event.getData()).isNotNull();
        assertThat(new String(event.getData().toBytes(), UTF_8)).isEqualTo("{\"amount\":50}");
    }

    @Test
    void anEventWithoutDataIsNoTombstoneAndALargeOneFits() throws Exception {
        append("account-1", NewEvent.of("Empty", new EventData(Bytes.EMPTY, "text/plain")));
        byte[] large = new byte[1 << 20];
        new Random(1).nextBytes(large);
        append(
                "account-1",
                NewEvent.of("Large", new EventData(Bytes.wrap(large), "application/x-random")));
        publishAll(settings(Map.of()));
        assertThat(records()).extracting(record -> record.value().length).contains(0, 1 << 20);
        assertThat(records().stream().map(KafkaRecords::read)).hasSameElementsAs(written());
    }

    @Test
    void itGoesOnFromTheCheckpointThatIsInKafka() throws Exception {
        for (int i = 0; i < 20; i++) {
            append("account-" + i % 3, event("E" + i));
            if (i % 5 == 4) {
                publishAll(settings(Map.of()));
            }
        }
        assertThat(records()).hasSize(20);
        assertThat(store.head()).as("nothing of it is in the log").isEqualTo(new Checkpoint(20));
    }

    @Test
    void anotherLogIsKnownByTheLastEventThatWasPublished() throws Exception {
        append("account-1", event("A"), event("B"));
        publishAll(settings(Map.of()));
        try (InMemoryEventStore restored = new InMemoryEventStore()) {
            Append longer =
                    Append.to("account-1", Expectation.ANY, event("A"), event("C"), event("D"));
            assertThat(restored.append(longer)).isNotNull();
            try (Publisher publisher = Publisher.start(restored, settings(Map.of()))) {
                await(() -> publisher.status().state() == PublisherState.STOPPED);
                assertThat(publisher.status().reason().orElse(""))
                        .contains("at position 1, but another one stands there");
            }
        }
        assertThat(records()).hasSize(2);
    }

    @Test
    void whoStartsASecondTimeFencesTheFirst() throws Exception {
        append("account-1", event("A"));
        try (Publisher first = Publisher.start(store, settings(Map.of()))) {
            awaitCaughtUp(first);
            try (Publisher second = Publisher.start(store, settings(Map.of()))) {
                awaitCaughtUp(second);
                append("account-1", event("B"));
                await(() -> first.status().state() == PublisherState.STOPPED);
                awaitCaughtUp(second);
                assertThat(first.status().reason())
                        .contains("another publisher of this name publishes to this cluster");
            }
        }
        assertThat(records().stream().map(KafkaRecords::read)).containsExactlyElementsOf(written());
    }

    @Test
    void aNarrowFilterMovesTheCheckpointToo() throws Exception {
        PublisherSettings settings =
                settings(Map.of()).withFilter(PublisherFilter.categories("account"));
        append("account-1", event("A"));
        for (int i = 0; i < 60; i++) {
            NewEvent[] many = new NewEvent[1_000];
            for (int j = 0; j < many.length; j++) {
                many[j] = event("Other");
            }
            append("order-1", many);
        }
        publishAll(settings);
        try (Publisher publisher = Publisher.start(store, settings)) {
            await(() -> publisher.status().state() == PublisherState.RUNNING);
            assertThat(publisher.status().checkpoint().next()).isGreaterThan(50_000);
        }
        assertThat(records()).hasSize(1);
    }

    @Test
    void topicsAreMadeForEventsAndCompactedOnesRefused() throws Exception {
        append("account-1", event("A"));
        publishAll(settings(Map.of("partitions", "3")));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            String topic = name + ".account";
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            var config = admin.describeConfigs(Set.of(resource)).all().get().get(resource);
            assertThat(config).isNotNull();
            assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
            var made = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
            assertThat(made).isNotNull();
            assertThat(made.partitions()).hasSize(3);
            NewTopic compacted =
                    new NewTopic(name + ".order", 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact"));
            admin.createTopics(Set.of(compacted)).all().get();
        }
        append("order-1", event("B"));
        try (Publisher publisher = Publisher.start(store, settings(Map.of()))) {
            await(() -> publisher.status().reason().orElse("").contains("compacted"));
        }
        assertThat(records()).hasSize(1);
    }

    @Test
    void aReplayGoesToAnotherTopic() throws Exception {
        append("account-1", event("A"), event("B"), event("C"));
        try (Publisher publisher = Publisher.start(store, settings(Map.of()))) {
            awaitCaughtUp(publisher);
            publisher.replay(new ReplayOptions(new Checkpoint(1), name + "-again", 1_000));
            await(() ->
                    publisher.status().replay().orElseThrow().state() == ReplayStatus.State.DONE);
        }
        assertThat(TopicReader.read(servers, name + "-again").stream().map(KafkaRecords::read))
                .containsExactlyElementsOf(written().subList(1, 3));
        assertThat(records()).hasSize(3);
    }

    @Test
    void aCategoryThatIsNoTopicsNameHasOneAllTheSame() {
        assertThat(Topics.name("stele.{category}", "größe x"))
                .isEqualTo("stele.gr_c3_b6_c3_9fe_20x");
        assertThat(Topics.name("all", "größe")).isEqualTo("all");
    }
}
