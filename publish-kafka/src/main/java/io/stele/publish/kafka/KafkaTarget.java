package io.stele.publish.kafka;

import io.stele.publish.PublisherName;
import io.stele.publish.Target;
import io.stele.publish.TargetSession;
import java.util.Properties;

/// A Kafka cluster as it is set up for a publisher.
///
/// @param client settings of Kafka's client
/// @param exactlyOnce whether in transactions
record KafkaTarget(
        PublisherName publisher,
        Properties client,
        Topics.Settings topics,
        String compression,
        boolean exactlyOnce)
        implements Target {

    @Override
    public TargetSession connect() {
        return KafkaFailures.translated(
                () -> exactlyOnce ? TransactionalSession.open(this) : IdempotentSession.open(this));
    }

    /// What is replayed goes in no transaction: a reader of another topic has no use for one, and the
    /// publisher's own would be fenced.
    @Override
    public Target elsewhere(String destination) {
        Topics.check(destination);
        return new KafkaTarget(
                publisher, client, topics.withPattern(destination), compression, false);
    }

    @Override
    public String toString() {
        return "kafka at %s, topic %s, %s"
                .formatted(
                        client.getProperty("bootstrap.servers"),
                        topics.pattern(),
                        exactlyOnce ? Kafka.EXACTLY_ONCE : Kafka.AT_LEAST_ONCE);
    }
}
