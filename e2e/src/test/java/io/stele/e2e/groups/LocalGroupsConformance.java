package io.stele.e2e.groups;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.EventStore;

/// The groups of a store in memory, run by this process.
class LocalGroupsConformance extends ConsumerGroupsConformance {

    @Override
    EventStore open() {
        return new InMemoryEventStore();
    }

    @Override
    EventStore restart(EventStore store) {
        return store; // the groups were closed
    }
}
