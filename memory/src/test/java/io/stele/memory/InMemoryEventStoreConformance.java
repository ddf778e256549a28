package io.stele.memory;

import io.stele.model.EventStore;
import io.stele.tck.EventStoreConformance;

class InMemoryEventStoreConformance extends EventStoreConformance {

    @Override
    protected EventStore open() {
        return EventStore.open("memory:");
    }

    @Override
    protected EventStore reopen(EventStore store) {
        return store;
    }
}
