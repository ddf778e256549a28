package io.stele.engine;

import io.stele.model.EventStore;
import io.stele.model.EventStoreProvider;
import java.nio.file.Path;

/// Opens `embedded:DIR`, the log in a directory of this machine.
public final class EmbeddedEventStoreProvider implements EventStoreProvider {

    @Override
    public String scheme() {
        return "embedded:";
    }

    @Override
    public String example() {
        return "embedded:DIR";
    }

    @Override
    public EventStore open(String address) {
        String directory = address.substring(scheme().length());
        if (directory.isEmpty()) {
            throw new IllegalArgumentException("an embedded store needs a directory: embedded:DIR");
        }
        return EmbeddedEventStore.open(Path.of(directory), EngineOptions.defaults());
    }
}
