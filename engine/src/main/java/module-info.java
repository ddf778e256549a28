/// The embedded event store: one writer that decides and appends, the indexes, reads.
module io.stele.engine {
    requires transitive io.stele.model;
    requires transitive io.stele.log;
    requires static transitive org.jspecify;

    exports io.stele.engine;
    exports io.stele.engine.maintenance;

    provides io.stele.model.EventStoreProvider with
            io.stele.engine.EmbeddedEventStoreProvider;
}
