package io.stele.engine;

import io.stele.log.LogOptions;
import io.stele.model.EventStore;
import io.stele.tck.EventStoreConformance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

class EmbeddedEventStoreConformance extends EventStoreConformance {

    private static final EngineOptions OPTIONS =
            EngineOptions.defaults().withLog(new LogOptions(8 << 20, 6 << 20));

    private @Nullable Path directory;

    @Override
    protected EventStore open() throws IOException {
        directory = Files.createTempDirectory("store");
        return EmbeddedEventStore.open(directory, OPTIONS);
    }

    @Override
    protected EventStore reopen(EventStore store) {
        store.close();
        return EmbeddedEventStore.open(Objects.requireNonNull(directory), OPTIONS);
    }

    @Override
    protected void cleanUp(EventStore store) throws IOException {
        store.close();
        try (Stream<Path> files = Files.walk(Objects.requireNonNull(directory))) {
            files.sorted(Comparator.reverseOrder()).forEach(EmbeddedEventStoreConformance::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
