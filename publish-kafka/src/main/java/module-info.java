/// Publishes events to Apache Kafka, and reads them there.
module io.stele.publish.kafka {
    requires static transitive org.jspecify;
    requires transitive io.stele.publish;
    requires transitive kafka.clients;
    requires tools.jackson.databind;

    exports io.stele.publish.kafka;

    provides io.stele.publish.TargetKind with
            io.stele.publish.kafka.Kafka;
}
