package io.stele.client;

import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamName;
import io.stele.model.UnavailableException;
import io.stele.protocol.ProblemKind;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;

/// The snapshots that a server keeps.
final class RemoteSnapshots implements SnapshotStore {

    private final Server server;

    RemoteSnapshots(Server server) {
        this.server = server;
    }

    @Override
    public Optional<Snapshot> load(StreamName stream, String fingerprint) {
        Answer answer = server.get("/v1/snapshots" + name(stream, fingerprint));
        return answer.unless(ProblemKind.SNAPSHOT_NOT_FOUND)
                .map(state ->
                        new Snapshot(
                                stream,
                                fingerprint,
                                Revision.of(number(answer, "stele-revision")),
                                Position.of(number(answer, "stele-position")),
                                number(answer, "stele-recorded-at-micros"),
                                state));
    }

    private static long number(Answer answer, String header) {
        return answer.headers()
                .firstValueAsLong(header)
                .orElseThrow(
                        () -> new UnavailableException("the server's answer has no " + header));
    }

    @Override
    public void save(Snapshot snapshot) {
        Parameters parameters =
                name(snapshot.stream(), snapshot.fingerprint())
                        .with("revision", snapshot.revision().toString())
                        .with("position", snapshot.position().toString())
                        .with("recordedAtMicros", Long.toString(snapshot.recordedAtMicros()));
        byte[] state = snapshot.state().toByteArray();
        Answer saved =
                server.send(
                                server.request("/v1/snapshots" + parameters)
                                        .PUT(BodyPublishers.ofByteArray(state)))
                        .good();
        if (saved.status() != 204) {
            throw new UnavailableException("unexpected status " + saved.status());
        }
    }

    private static Parameters name(StreamName stream, String fingerprint) {
        return new Parameters().with("stream", stream.value()).with("fingerprint", fingerprint);
    }
}
