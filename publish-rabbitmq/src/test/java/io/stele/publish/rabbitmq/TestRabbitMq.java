package io.stele.publish.rabbitmq;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stele.testkit.PrivateRabbitMq;

/// One broker for all tests of this process.
final class TestRabbitMq {

    private static final class Broker {
        static final PrivateRabbitMq RUNNING = PrivateRabbitMq.start();
    }

    private TestRabbitMq() {}

    /// The test is not run where there is none.
    static PrivateRabbitMq get() {
        PrivateRabbitMq.missing().ifPresent(why -> assumeTrue(false, why));
        return Broker.RUNNING;
    }
}
