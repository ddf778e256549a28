package io.stele.security;

import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamName;
import java.util.Optional;

/// Snapshots as one principal sees them. A snapshot stands for the events it was made of, so who
/// keeps one must be able to read them, and to change what they lead to.
final class SecuredSnapshots implements SnapshotStore {

    private final SnapshotStore snapshots;
    private final Principal principal;

    SecuredSnapshots(SnapshotStore snapshots, Principal principal) {
        this.snapshots = snapshots;
        this.principal = principal;
    }

    @Override
    public Optional<Snapshot> load(StreamName stream, String fingerprint) {
        principal.require(Right.READ, stream);
        return snapshots.load(stream, fingerprint);
    }

    @Override
    public void save(Snapshot snapshot) {
        principal.require(Right.APPEND, snapshot.stream());
        principal.require(Right.READ, snapshot.stream());
        snapshots.save(snapshot);
    }
}
