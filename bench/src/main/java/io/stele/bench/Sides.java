package io.stele.bench;

import io.stele.bench.StoreAppender.Kind;
import io.stele.model.Bytes;
import io.stele.model.EventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The ways to append that are compared, on fresh files.
final class Sides implements AutoCloseable {

    static final String STORE = "store";
    static final String BARE = "bare";
    static final String CONDITION = "condition";
    static final String SYNC = "sync";

    private final Map<String, Appender> byName = new LinkedHashMap<>();

    Sides(Path directory, AppendBenchOptions options) throws IOException {
        Files.createDirectories(directory);
        Bytes data = Payload.json(options.sizeBytes());
        byName.put(STORE, store(directory.resolve(STORE), data, options, plain(options)));
        byName.put(BARE, new BareGroupCommit(directory.resolve(BARE), data));
        if (options.condition()) {
            byName.put(
                    CONDITION, store(directory.resolve(CONDITION), data, options, Kind.CONDITION));
        }
        if (options.writers() == 1) {
            byName.put(SYNC, new BareSync(directory.resolve(SYNC), data));
        }
    }

    private static Kind plain(AppendBenchOptions options) {
        if (options.condition()) {
            return Kind.TAGGED;
        }
        return options.exact() ? Kind.EXACT : Kind.ANY;
    }

    private static Appender store(
            Path directory, Bytes data, AppendBenchOptions options, Kind kind) {
        EventStore store = EventStore.open("embedded:" + directory);
        return new StoreAppender(store, data, options.writers(), kind);
    }

    /// In the order in which they take turns at first.
    Map<String, Appender> byName() {
        return byName;
    }

    @Override
    public void close() {
        byName.values().forEach(Appender::close);
    }
}
