package io.stele.publish.kafka;

import io.stele.model.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;

/// Sends events with one producer to their topics.
final class Sending {

    private final KafkaProducer<byte[], byte[]> producer;
    private final Topics topics;

    Sending(KafkaProducer<byte[], byte[]> producer, Topics topics) {
        this.producer = producer;
        this.topics = topics;
    }

    /// Makes sure that the topics of all are there, which must not take a transaction's time.
    void prepare(List<RecordedEvent> events) {
        events.forEach(topics::of);
    }

    /// Hands them to the producer in order, and nothing behind one that fails at once.
    ///
    /// @throws Exception of Kafka
    List<Future<RecordMetadata>> send(List<RecordedEvent> events) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
        for (RecordedEvent event : events) {
            Future<RecordMetadata> one = producer.send(KafkaRecords.write(topics.of(event), event));
            if (one.state() == Future.State.FAILED) {
                throw KafkaFailures.of(one.exceptionNow());
            }
            sent.add(one);
        }
        return sent;
    }
}
