/// Publishes events to RabbitMQ, and reads them there.
module io.stele.publish.rabbitmq {
    requires static transitive org.jspecify;
    requires transitive io.stele.publish;
    requires transitive com.rabbitmq.client;

    exports io.stele.publish.rabbitmq;

    provides io.stele.publish.TargetKind with
            io.stele.publish.rabbitmq.RabbitMq;
}
