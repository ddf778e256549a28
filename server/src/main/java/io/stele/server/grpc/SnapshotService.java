package io.stele.server.grpc;

import io.grpc.stub.StreamObserver;
import io.stele.grpc.SnapshotMessages;
import io.stele.grpc.v1.SnapshotsGrpc;
import io.stele.grpc.v1.WireSnapshots;
import io.stele.model.EventStore;
import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamName;
import io.stele.security.SecuredEventStore;

/// `stele.v1.Snapshots` in front of a store's snapshots.
final class SnapshotService extends SnapshotsGrpc.SnapshotsImplBase {

    private final EventStore store;
    private final Calls calls;

    SnapshotService(EventStore store, Calls calls) {
        this.store = store;
        this.calls = calls;
    }

    @Override
    public void loadSnapshot(
            WireSnapshots.LoadSnapshotRequest request,
            StreamObserver<WireSnapshots.LoadSnapshotResponse> client) {
        SnapshotStore snapshots = SecuredEventStore.of(store, CallGate.caller()).snapshots();
        calls.answer(
                client,
                () -> {
                    StreamName stream = Calls.understand(request.getStream(), StreamName::of);
                    var answer = WireSnapshots.LoadSnapshotResponse.newBuilder();
                    snapshots
                            .load(stream, request.getFingerprint())
                            .ifPresent(found -> answer.setSnapshot(SnapshotMessages.write(found)));
                    return answer.build();
                });
    }

    @Override
    public void saveSnapshot(
            WireSnapshots.SaveSnapshotRequest request,
            StreamObserver<WireSnapshots.SaveSnapshotResponse> client) {
        SnapshotStore snapshots = SecuredEventStore.of(store, CallGate.caller()).snapshots();
        calls.answer(
                client,
                () -> {
                    Snapshot snapshot =
                            Calls.understand(request.getSnapshot(), SnapshotMessages::read);
                    snapshots.save(snapshot);
                    return WireSnapshots.SaveSnapshotResponse.getDefaultInstance();
                });
    }
}
