/// Publishes the events of a log to brokers. The brokers' clients are in modules of their own, found as
/// [io.stele.publish.TargetKind].
module io.stele.publish {
    requires static transitive org.jspecify;
    requires transitive io.stele.model;
    requires io.stele.protocol;
    requires tools.jackson.databind;

    exports io.stele.publish;

    uses io.stele.publish.TargetKind;
}
