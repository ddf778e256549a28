package io.stele.grpc;

import io.stele.grpc.v1.WireSnapshots;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.StreamName;

/// Snapshots as messages. Reading throws as in [EventMessages].
public final class SnapshotMessages {

    private SnapshotMessages() {}

    public static WireSnapshots.Snapshot write(Snapshot snapshot) {
        return WireSnapshots.Snapshot.newBuilder()
                .setStream(snapshot.stream().value())
                .setFingerprint(snapshot.fingerprint())
                .setRevision(snapshot.revision().value())
                .setPosition(snapshot.position().value())
                .setRecordedAtMicros(snapshot.recordedAtMicros())
                .setState(EventMessages.write(snapshot.state()))
                .build();
    }

    public static Snapshot read(WireSnapshots.Snapshot message) {
        return new Snapshot(
                StreamName.of(message.getStream()),
                message.getFingerprint(),
                Revision.of(message.getRevision()),
                Position.of(message.getPosition()),
                message.getRecordedAtMicros(),
                EventMessages.read(message.getState()));
    }
}
