package io.stele.memory;

import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Snapshots in a map.
final class InMemorySnapshotStore implements SnapshotStore {

    private final Map<StreamName, Snapshot> snapshots = new ConcurrentHashMap<>();

    @Override
    public Optional<Snapshot> load(StreamName stream, String fingerprint) {
        return Optional.ofNullable(snapshots.get(stream))
                .filter(snapshot -> snapshot.fingerprint().equals(fingerprint));
    }

    @Override
    public void save(Snapshot snapshot) {
        snapshots.put(snapshot.stream(), snapshot);
    }
}
