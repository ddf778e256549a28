package io.stele.e2e;

import io.stele.model.EventStore;
import io.stele.tck.EventStoreConformance;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// A store in another process, on disk, over the network.
class RemoteProcessConformance extends EventStoreConformance {

    @TempDir static Path directory;

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
    protected EventStore open() throws IOException {
        stores++;
        return connect();
    }

    private static EventStore connect() throws IOException {
        return EventStore.open(process.serve(directory.resolve("store-" + stores)));
    }

    @Override
    protected EventStore reopen(EventStore store) throws IOException {
        store.close();
        return connect();
    }
}
