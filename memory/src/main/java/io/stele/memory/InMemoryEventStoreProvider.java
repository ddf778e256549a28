package io.stele.memory;

import io.stele.model.EventStore;
import io.stele.model.EventStoreProvider;

/// Opens `memory:`, an empty store of its own each time.
public final class InMemoryEventStoreProvider implements EventStoreProvider {

    @Override
    public String scheme() {
        return "memory:";
    }

    @Override
    public String example() {
        return "memory:";
    }

    @Override
    public EventStore open(String address) {
        if (!address.equals(scheme())) {
            throw new IllegalArgumentException(
                    "an address in memory is just \"memory:\", but is \"" + address + "\"");
        }
        return new InMemoryEventStore();
    }
}
