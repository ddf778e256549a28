package io.stele.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stele.model.RecordedEvent;
import io.stele.publish.kafka.KafkaRecords;
import io.stele.testkit.DeliveryCheck;
import io.stele.testkit.PrivateKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `-Dstele.publisherKills=200` for more kills.
class KilledKafkaPublisherE2E {

    private static final int KILLS = Integer.getInteger("stele.publisherKills", 3);
    private static final String TOPIC = "work";

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"exactly-once, true", "at-least-once, false"})
    @Timeout(3 * 60 * 60)
    void nothingIsMissingWhoeverIsKilled(String mode, boolean once) throws Exception {
        PrivateKafka.missing().ifPresent(why -> assumeTrue(false, why));
        try (PrivateKafka kafka = PrivateKafka.start()) {
            Map<String, String> target =
                    Map.of("servers", kafka.servers(), "topic", TOPIC, "mode", mode);
            List<RecordedEvent> written =
                    new PublisherStory(directory, "kafka", target, broker(kafka)).tell(KILLS);
            List<RecordedEvent> read = read(kafka.servers());
            System.out.printf(
                    "%s: %,d events through %d kills; a reader saw %,d%n",
                    mode, written.size(), KILLS, read.size());
            assertThat(DeliveryCheck.wrong(written, read, once)).isEmpty();
        }
    }

    private static PublisherStory.Broker broker(PrivateKafka kafka) {
        return new PublisherStory.Broker() {
            @Override
            public void kill() {
                kafka.kill();
            }

            @Override
            public void restart() {
                kafka.restart();
            }
        };
    }

    private static List<RecordedEvent> read(String servers) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
        List<RecordedEvent> events = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(TOPIC).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> events.add(KafkaRecords.read(record)));
            }
        }
        return events;
    }
}
