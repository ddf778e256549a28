package io.stele.e2e.groups;

import io.stele.e2e.StoreProcess;
import io.stele.model.EventStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The groups of a store on disk that a server in another process runs.
class RemoteGroupsConformance extends ConsumerGroupsConformance {

    @TempDir static Path directory;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static StoreProcess process;

    private static int stores;

    @BeforeAll
    static void startProcess() throws IOException {
        process = new StoreProcess();
    }

    @AfterAll
    static void endProcess() throws IOException {
        process.close();
    }

    @Override
    EventStore open() throws IOException {
        stores++;
        return connect();
    }

    private static EventStore connect() throws IOException {
        return EventStore.open(process.serve(directory.resolve("store-" + stores)));
    }

    @Override
    EventStore restart(EventStore store) throws IOException {
        store.close();
        return connect();
    }
}
