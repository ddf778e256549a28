/// An EventStore in memory: for tests and trying out; what it holds is gone with the process.
module io.stele.memory {
    requires transitive io.stele.model;
    requires static transitive org.jspecify;

    exports io.stele.memory;

    provides io.stele.model.EventStoreProvider with
            io.stele.memory.InMemoryEventStoreProvider;
}
