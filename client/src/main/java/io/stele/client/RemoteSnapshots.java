package io.stele.client;

import io.grpc.ManagedChannel;
import io.stele.grpc.SnapshotMessages;
import io.stele.grpc.v1.SnapshotsGrpc;
import io.stele.grpc.v1.WireSnapshots;
import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamName;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The snapshots that a server keeps.
final class RemoteSnapshots implements SnapshotStore {

    private final Servers servers;

    RemoteSnapshots(Servers servers) {
        this.servers = servers;
    }

    private SnapshotsGrpc.SnapshotsBlockingStub stub(ManagedChannel connection) {
        return SnapshotsGrpc.newBlockingStub(connection)
                .withDeadlineAfter(servers.options().answer().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Optional<Snapshot> load(StreamName stream, String fingerprint) {
        var request =
                WireSnapshots.LoadSnapshotRequest.newBuilder()
                        .setStream(stream.value())
                        .setFingerprint(fingerprint)
                        .build();
        return servers.ask(connection -> {
            var answer = stub(connection).loadSnapshot(request);
            return answer.hasSnapshot()
                    ? Optional.of(SnapshotMessages.read(answer.getSnapshot()))
                    : Optional.empty();
        });
    }

    @Override
    public void save(Snapshot snapshot) {
        var request =
                WireSnapshots.SaveSnapshotRequest.newBuilder()
                        .setSnapshot(SnapshotMessages.write(snapshot))
                        .build();
        var unused = servers.ask(connection -> stub(connection).saveSnapshot(request));
    }
}
