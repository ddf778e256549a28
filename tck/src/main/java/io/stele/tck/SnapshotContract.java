package io.stele.tck;

import io.stele.model.SnapshotStore;

/// The snapshots that an event store keeps.
abstract class SnapshotContract extends Contract implements SnapshotStoreConformance {

    @Override
    public SnapshotStore snapshots() {
        return store.snapshots();
    }
}
