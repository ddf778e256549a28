package io.stele.publish.kafka;

import io.stele.model.Checkpoint;
import io.stele.model.RecordedEvent;
import io.stele.publish.TargetSession;
import io.stele.publish.TargetUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;

/// At least once: an idempotent producer, without transactions.
///
/// The producer never gives a record up by itself, because what it has behind that one could go out
/// before it is tried again, and change places with it. When it takes too long the whole session is
/// closed, and with it everything behind.
final class IdempotentSession implements TargetSession {

    private static final long BATCH_SECONDS_MAX = 60;

    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Sending sending;

    private IdempotentSession(Admin admin, KafkaProducer<byte[], byte[]> producer, Topics topics) {
        this.admin = admin;
        this.producer = producer;
        this.sending = new Sending(producer, topics);
    }

    static IdempotentSession open(KafkaTarget target) throws Exception {
        Admin admin = Clients.admin(target);
        try {
            admin.describeCluster().clusterId().get(); // whether it answers
            return new IdempotentSession(
                    admin,
                    Clients.producer(
                            target,
                            Map.of(
                                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                    Integer.MAX_VALUE,
                                    ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                    Clients.PATIENCE_MILLIS)),
                    new Topics(target.topics(), admin));
        } catch (Exception e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    @Override
    public boolean keepsCheckpoint() {
        return false;
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        return Optional.empty();
    }

    @Override
    public void publish(List<RecordedEvent> events, Checkpoint after) {
        sending.prepare(events);
        KafkaFailures.translate(() -> awaitConfirmed(sending.send(events)));
    }

    private static void awaitConfirmed(List<Future<RecordMetadata>> sent) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BATCH_SECONDS_MAX);
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new TargetUnavailableException(
                        "kafka has not confirmed all of a batch within %d s"
                                .formatted(BATCH_SECONDS_MAX),
                        e);
            }
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
