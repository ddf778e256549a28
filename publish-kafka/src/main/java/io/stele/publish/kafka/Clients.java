package io.stele.publish.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Kafka's clients, set up for what publishers need. What a file of properties says goes before, except
/// where order or safety rest on it.
///
/// One request is under way at a time. With more, idempotence alone does not keep the order: a partition
/// that has seen nothing of a producer takes any sequence number as its first, so on a topic that was
/// just made the first batch is refused (its leader is not ready) and the second one taken, and the first
/// can never follow.
final class Clients {

    /// How long a call waits for the cluster before the publisher hears of it.
    static final int PATIENCE_MILLIS = 10_000;

    /// How long a transaction may take, so that a publisher that died holds up readers no longer.
    static final int TRANSACTION_MILLIS = 60_000;

    private static final int BUFFER_BYTES = 64 << 20;
    private static final int BATCH_BYTES = 128 << 10;

    private Clients() {}

    static KafkaProducer<byte[], byte[]> producer(KafkaTarget target, Map<String, Object> more) {
        Map<String, Object> config = usual(target.client());
        config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, target.compression());
        config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) BUFFER_BYTES);
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) PATIENCE_MILLIS);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MESSAGE_BYTES_MAX);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.putAll(more);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static Admin admin(KafkaTarget target) {
        Map<String, Object> config = usual(target.client());
        config.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        config.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
        return Admin.create(config);
    }

    static KafkaConsumer<byte[], byte[]> committedReader(KafkaTarget target) {
        Map<String, Object> config = usual(target.client());
        config.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> usual(Properties client) {
        Map<String, Object> config = new HashMap<>();
        client.stringPropertyNames().forEach(name -> config.put(name, client.getProperty(name)));
        config.putIfAbsent("reconnect.backoff.max.ms", 1_000L);
        return config;
    }
}
