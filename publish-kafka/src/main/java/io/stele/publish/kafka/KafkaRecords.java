package io.stele.publish.kafka;

import io.stele.model.Bytes;
import io.stele.model.RecordedEvent;
import io.stele.publish.CloudEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/// Events as records of Kafka, in the binary mode of CloudEvents' Kafka binding, and back.
///
/// The value is the event's data as it is, and never null: an event without data is no tombstone.
public final class KafkaRecords {

    private static final String PREFIX = "ce_";
    private static final String CONTENT_TYPE = "content-type";
    private static final byte[] EMPTY = new byte[0];

    private KafkaRecords() {}

    static ProducerRecord<byte[], byte[]> write(String topic, RecordedEvent event) {
        Map<String, String> attributes = CloudEvents.attributes(event);
        List<Header> headers = new ArrayList<>(attributes.size() + 1);
        headers.add(header(CONTENT_TYPE, event.data().contentType()));
        attributes.forEach((name, value) -> headers.add(header(PREFIX + name, value)));
        return new ProducerRecord<>(
                topic,
                null,
                event.recordedAt().toEpochMilli(),
                utf8(event.stream().value()),
                event.data().bytes().toByteArray(),
                headers);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The event that a record was made of; equal to the one in the log.
    ///
    /// Kafka gives a consumer some records again when it did not commit its offsets in time: take the
    /// event into the inbox of the consumer's database (`io.stele.sql.inbox.Inbox`) in the
    /// transaction of its effect.
    ///
    /// @throws IllegalArgumentException when it was not written by a publisher
    public static RecordedEvent read(ConsumerRecord<?, byte[]> record) {
        Map<String, String> attributes = new HashMap<>();
        String contentType = "application/octet-stream";
        for (Header header : record.headers()) {
            String value = new String(header.value(), StandardCharsets.UTF_8);
            if (header.key().startsWith(PREFIX)) {
                attributes.put(header.key().substring(PREFIX.length()), value);
            } else if (header.key().equals(CONTENT_TYPE)) {
                contentType = value;
            }
        }
        byte @Nullable [] value = record.value();
        return CloudEvents.event(
                attributes, contentType, Bytes.wrap(value == null ? EMPTY : value));
    }
}
