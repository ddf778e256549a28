package io.stele.e2e.groups;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.EngineOptions;
import io.stele.model.EventStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The groups of a store on disk, run by this process.
class EngineGroupsConformance extends ConsumerGroupsConformance {

    @TempDir Path directory;

    @Override
    EventStore open() {
        return EmbeddedEventStore.open(directory, EngineOptions.defaults());
    }

    @Override
    EventStore restart(EventStore store) {
        store.close();
        return open();
    }
}
