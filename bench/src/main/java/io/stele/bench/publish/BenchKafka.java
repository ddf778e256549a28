package io.stele.bench.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A Kafka cluster. The plain producer is idempotent, has the publisher's buffers and compression, and
/// sends no headers but an id where that is asked for.
final class BenchKafka implements BenchBroker {

    private static final int PARTITIONS = 6;
    private static final String ID = "ce_id";

    private final String servers;
    private final String mode;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    BenchKafka(String servers, String mode) {
        this.servers = servers;
        this.mode = mode;
        this.admin = Admin.create(Map.of("bootstrap.servers", servers));
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                servers,
                                "acks",
                                "all",
                                "enable.idempotence",
                                true,
                                "compression.type",
                                "lz4",
                                "batch.size",
                                128 << 10,
                                "buffer.memory",
                                64L << 20,
                                "linger.ms",
                                0),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    @Override
    public String kind() {
        return "kafka";
    }

    @Override
    public Map<String, String> target(String place) {
        return Map.of(
                "servers",
                servers,
                "mode",
                mode,
                "topic",
                place,
                "partitions",
                Integer.toString(PARTITIONS));
    }

    @Override
    public void sendBare(String place, long messages, int keys, byte[] data) throws IOException {
        make(place);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (long i = 0; i < messages; i++) {
            byte[] key = Long.toString(i % keys).getBytes(UTF_8);
            sent.add(producer.send(new ProducerRecord<>(place, key, data)));
        }
        for (Future<RecordMetadata> one : sent) {
            done(one);
        }
    }

    @Override
    public void sendOne(String place, String id, byte[] data) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(place, id.getBytes(UTF_8), data);
        record.headers().add(ID, id.getBytes(UTF_8));
        Future<RecordMetadata> _ = producer.send(record);
    }

    @Override
    public void make(String place) throws IOException {
        done(admin.createTopics(Set.of(new NewTopic(place, PARTITIONS, (short) 1))).all());
        for (int partition = 0; partition < PARTITIONS; partition++) {
            // or the first messages of several under way may fail, and those behind them not
            done(producer.send(new ProducerRecord<>(place, partition, new byte[0], new byte[0])));
        }
    }

    private static void done(Future<?> future) throws IOException {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public AutoCloseable follow(String place, Consumer<String> arrived) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(place).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        Thread thread = Thread.ofPlatform().start(() -> follow(consumer, arrived));
        return () -> {
            consumer.wakeup();
            thread.join();
        };
    }

    private static void follow(KafkaConsumer<byte[], byte[]> consumer, Consumer<String> arrived) {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMinutes(1))) {
                    Header id = each.headers().lastHeader(ID);
                    arrived.accept(new String(id.value(), UTF_8));
                }
            }
        } catch (WakeupException e) {
            // it has seen enough
        }
    }

    @Override
    public void drop(String place) throws IOException {
        done(admin.deleteTopics(Set.of(place)).all());
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
