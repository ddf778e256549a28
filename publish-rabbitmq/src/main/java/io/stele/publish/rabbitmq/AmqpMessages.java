package io.stele.publish.rabbitmq;

import com.rabbitmq.client.AMQP;
import io.stele.model.Bytes;
import io.stele.model.RecordedEvent;
import io.stele.publish.CloudEvents;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

/// Events as messages of RabbitMQ, in the binary mode of CloudEvents' AMQP binding, and back.
public final class AmqpMessages {

    private static final String PREFIX = "cloudEvents_";
    private static final String OTHER_PREFIX = "cloudEvents:"; // the binding allows both
    private static final int PERSISTENT = 2;

    private AmqpMessages() {}

    static AMQP.BasicProperties properties(RecordedEvent event) {
        Map<String, Object> headers = new HashMap<>();
        CloudEvents.attributes(event).forEach((name, value) -> headers.put(PREFIX + name, value));
        return new AMQP.BasicProperties.Builder()
                .messageId(event.id().toString())
                .type(event.type())
                .contentType(event.data().contentType())
                .timestamp(Date.from(event.recordedAt()))
                .appId("stele")
                .deliveryMode(PERSISTENT)
                .headers(headers)
                .build();
    }

    /// The event that a message was made of; equal to the one in the log.
    ///
    /// After a failure on either side some come again, with the same message id: take the event into
    /// the inbox of the consumer's database (`io.stele.sql.inbox.Inbox`) in the transaction of its
    /// effect, and acknowledge the message behind that.
    ///
    /// @throws IllegalArgumentException when it was not written by a publisher
    public static RecordedEvent read(AMQP.BasicProperties properties, byte[] body) {
        Map<String, String> attributes = new HashMap<>();
        if (properties.getHeaders() != null) {
            properties
                    .getHeaders()
                    .forEach((name, value) -> {
                        if (name.startsWith(PREFIX) || name.startsWith(OTHER_PREFIX)) {
                            attributes.put(name.substring(PREFIX.length()), value.toString());
                        }
                    });
        }
        String contentType = properties.getContentType();
        return CloudEvents.event(
                attributes,
                contentType == null ? "application/octet-stream" : contentType,
                Bytes.wrap(body));
    }
}
