package io.stele.publish.kafka;

import io.stele.model.Checkpoint;
import io.stele.model.RecordedEvent;
import io.stele.publish.LastPublished;
import io.stele.publish.TargetSession;
import io.stele.publish.TargetUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;

/*
 * One transaction for each batch: the events, and the checkpoint as a record of a topic of its own. A
 * transaction costs some milliseconds however much is in it, and what gathers in the log meanwhile is the
 * next batch, so at a high rate they are large and few. The producer's transactional id is the publisher's
 * name: `initTransactions` fences whoever had it before, and ends what it had begun, so that the last
 * committed checkpoint can be read after it.
 */
/// Exactly once: what readers of committed records see.
final class TransactionalSession implements TargetSession {

    private static final String TOO_LONG =
            "a transaction took so long that kafka may have ended it (%d ms)"
                    .formatted(Clients.TRANSACTION_MILLIS);

    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Sending sending;
    private final CheckpointTopic checkpoints;
    private Optional<CheckpointTopic.Entry> kept = Optional.empty();

    private TransactionalSession(
            Admin admin,
            KafkaProducer<byte[], byte[]> producer,
            Topics topics,
            CheckpointTopic checkpoints) {
        this.admin = admin;
        this.producer = producer;
        this.sending = new Sending(producer, topics);
        this.checkpoints = checkpoints;
    }

    static TransactionalSession open(KafkaTarget target) throws Exception {
        Admin admin = Clients.admin(target);
        KafkaProducer<byte[], byte[]> producer = null;
        try {
            Topics topics = new Topics(target.topics(), admin);
            CheckpointTopic checkpoints = CheckpointTopic.ensure(target, topics);
            producer = Clients.producer(target, config(target));
            producer.initTransactions();
            TransactionalSession session =
                    new TransactionalSession(admin, producer, topics, checkpoints);
            session.kept = checkpoints.last();
            return session;
        } catch (Exception e) {
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private static Map<String, Object> config(KafkaTarget target) {
        return Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "stele-publisher-" + target.publisher(),
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Clients.TRANSACTION_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Clients.TRANSACTION_MILLIS / 2,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Clients.PATIENCE_MILLIS);
    }

    @Override
    public boolean keepsCheckpoint() {
        return true;
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        return kept.map(CheckpointTopic.Entry::checkpoint);
    }

    @Override
    public Optional<LastPublished> last() {
        return kept.flatMap(CheckpointTopic.Entry::last);
    }

    @Override
    public void publish(List<RecordedEvent> events, Checkpoint after) {
        sending.prepare(events);
        CheckpointTopic.Entry next =
                new CheckpointTopic.Entry(
                        after,
                        events.isEmpty()
                                ? last()
                                : Optional.of(LastPublished.of(events.getLast())));
        Instant began = Instant.now();
        KafkaFailures.translate(() -> {
            producer.beginTransaction();
            try {
                var sent = sending.send(events);
                assert sent.size() == events.size(); // failures are told by the commit
                checkpoints.send(producer, next);
                producer.commitTransaction();
            } catch (Exception e) {
                abort(e);
                throw tookTooLong(began) ? new TargetUnavailableException(TOO_LONG, e) : e;
            }
        });
        kept = Optional.of(next);
    }

    /* A process that was suspended in the middle finds that Kafka has ended its transaction, in the same
     * words as when another publisher has taken over; it is told apart by the clock. When there is
     * another one all the same, the next session fences that, and it stops. */
    private static boolean tookTooLong(Instant began) {
        Duration took = Duration.between(began, Instant.now());
        return took.toMillis() > Clients.TRANSACTION_MILLIS * 9L / 10;
    }

    /// So that readers need not wait for the transaction's time to run out. What cannot be aborted is
    /// aborted by the next session.
    private void abort(Exception why) {
        if (!Thread.currentThread().isInterrupted()) {
            try {
                producer.abortTransaction();
            } catch (RuntimeException e) {
                why.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
