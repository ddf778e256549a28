package io.stele.publish.kafka;

import io.stele.model.Checkpoint;
import io.stele.model.Position;
import io.stele.publish.LastPublished;
import io.stele.publish.TargetUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/*
 * `stele-publisher-<name>`, one partition, compacted; the key is the publisher's name, the value `17 16
 * <id>`: the checkpoint, and position and id of the last event below it that was published. Every
 * transaction ends with one, so the last committed one stands near the end of the partition: it is
 * looked for there first, then twice as far back, and so on. The topic is the publisher's own, or
 * others' records would lie in between.
 */
/// Where a publisher's checkpoint is kept, in the transactions of its events.
final class CheckpointTopic {

    private static final long LOOK_BACK_FIRST = 16;
    private static final String SEGMENT_BYTES = Integer.toString(8 << 20);
    private static final Duration POLL = Duration.ofMillis(200);

    /// What one record says.
    ///
    /// @param last empty when nothing was published below the checkpoint
    record Entry(Checkpoint checkpoint, Optional<LastPublished> last) {

        static Entry of(byte[] value) {
            String[] parts = new String(value, StandardCharsets.UTF_8).split(" ", -1);
            return new Entry(
                    new Checkpoint(Long.parseLong(parts[0])),
                    parts.length == 1
                            ? Optional.empty()
                            : Optional.of(
                                    new LastPublished(
                                            Position.of(Long.parseLong(parts[1])),
                                            UUID.fromString(parts[2]))));
        }

        String text() {
            String rest = last.map(event -> " " + event.position() + " " + event.id()).orElse("");
            return checkpoint.next() + rest;
        }
    }

    private final KafkaTarget target;
    private final String topic;
    private final byte[] key;

    private CheckpointTopic(KafkaTarget target) {
        this.target = target;
        this.topic = "stele-publisher-" + target.publisher();
        this.key = target.publisher().value().getBytes(StandardCharsets.UTF_8);
    }

    /// Makes the topic where it is not there.
    ///
    /// @throws Exception of Kafka
    static CheckpointTopic ensure(KafkaTarget target, Topics topics) throws Exception {
        CheckpointTopic checkpoints = new CheckpointTopic(target);
        if (!topics.exists(checkpoints.topic)) {
            topics.create(
                    target.topics()
                            .topic(
                                    checkpoints.topic,
                                    1,
                                    Map.of(
                                            TopicConfig.CLEANUP_POLICY_CONFIG,
                                            TopicConfig.CLEANUP_POLICY_COMPACT,
                                            TopicConfig.SEGMENT_BYTES_CONFIG,
                                            SEGMENT_BYTES,
                                            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                                            "0.1")));
        }
        return checkpoints;
    }

    void send(KafkaProducer<byte[], byte[]> producer, Entry entry) {
        byte[] value = entry.text().getBytes(StandardCharsets.UTF_8);
        var sent = producer.send(new ProducerRecord<>(topic, 0, key, value));
        assert sent != null; // a failure is told by the commit
    }

    /// The last one that was committed.
    Optional<Entry> last() {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> reader = Clients.committedReader(target)) {
            reader.assign(List.of(partition));
            long begin = offset(reader.beginningOffsets(List.of(partition)), partition);
            long end = offset(reader.endOffsets(List.of(partition)), partition);
            for (long back = LOOK_BACK_FIRST; ; back *= 2) {
                long from = Math.max(begin, end - back);
                Optional<Entry> found = last(reader, partition, from, end);
                if (found.isPresent() || from == begin) {
                    return found;
                }
            }
        }
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        Long offset = offsets.get(partition);
        return offset == null ? 0 : offset;
    }

    private static Optional<Entry> last(
            KafkaConsumer<byte[], byte[]> reader, TopicPartition partition, long from, long end) {
        Optional<Entry> last = Optional.empty();
        long latest = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Clients.PATIENCE_MILLIS);
        reader.seek(partition, from);
        while (reader.position(partition) < end) {
            if (System.nanoTime() > latest) {
                throw new TargetUnavailableException(
                        "the checkpoint in %s cannot be read".formatted(partition.topic()));
            }
            ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                last = Optional.of(Entry.of(record.value()));
            }
        }
        return last;
    }
}
