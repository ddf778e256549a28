package io.stele.publish.kafka;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stele.testkit.PrivateKafka;

/// One broker for all tests of this process.
final class TestKafka {

    private static final class Broker {
        static final PrivateKafka RUNNING = PrivateKafka.start();
    }

    private TestKafka() {}

    /// The test is not run where there is none.
    static PrivateKafka get() {
        PrivateKafka.missing().ifPresent(why -> assumeTrue(false, why));
        return Broker.RUNNING;
    }
}
