package io.stele.model;

import java.util.Optional;

/// Keeps the latest snapshot of each stream. May forget any of them at any time, and does so rather
/// than give a damaged one. For any number of threads.
public interface SnapshotStore {

    /// The latest snapshot of `stream` with this fingerprint.
    ///
    /// @return empty when there is none, it has another fingerprint, or it cannot be read
    Optional<Snapshot> load(StreamName stream, String fingerprint);

    /// Keeps `snapshot` in place of an older one of the same stream. Not synced: it may be gone
    /// after a crash.
    ///
    /// @throws StoreException when it could not be kept; an older one is still there then
    void save(Snapshot snapshot);
}
