package io.stele.sdk.command;

import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StoreException;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.sdk.Decider;
import io.stele.sdk.json.Json;
import io.stele.sdk.json.Shapes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/// States kept so that not all events need to be read again. Whatever is wrong with one, or with the
/// store of them, costs time and never changes an answer: it is as if there were none.
///
/// Only records are kept: other states do not say from their JSON what they were.
final class Snapshots<S> implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Snapshots.class.getName());

    private final SnapshotStore store;
    private final String fingerprint;
    private final boolean enabled;
    private final ObjectReader reader;
    private final SnapshotQueue queue;

    Snapshots(SnapshotStore store, Decider<?, ?, S> decider) {
        this.store = store;
        this.fingerprint = fingerprint(decider);
        this.enabled = decider.stateType().isRecord();
        this.reader = Json.STATES.readerFor(decider.stateType());
        this.queue = new SnapshotQueue("stele-snapshots-" + decider.category());
    }

    /// Differs when the decider's version or the state's fields, at any depth, differ.
    static String fingerprint(Decider<?, ?, ?> decider) {
        String schema = Shapes.of(decider.stateType()).schema().toString();
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(schema.getBytes(StandardCharsets.UTF_8));
            return SnapshotText.VERSION
                    + "-v"
                    + decider.version()
                    + "-"
                    + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The latest state kept; empty when there is none, or it is from other code, or cannot be
    /// read.
    Optional<Loaded<S>> load(StreamName stream) {
        if (!enabled) {
            return Optional.empty();
        }
        try {
            return store.load(stream, fingerprint).flatMap(found -> decode(stream, found));
        } catch (StoreException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no snapshot of {0} was read: {1}",
                    stream,
                    e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Loaded<S>> decode(StreamName stream, Snapshot snapshot) {
        try {
            if (!snapshot.stream().equals(stream) || !snapshot.fingerprint().equals(fingerprint)) {
                throw new IllegalArgumentException("it is of " + snapshot.stream());
            }
            S state = reader.readValue(SnapshotText.jsonOf(snapshot));
            return Optional.of(
                    new Loaded<>(
                            state,
                            Optional.of(new StreamHead(snapshot.revision(), snapshot.position())),
                            Instant.EPOCH.plus(snapshot.recordedAtMicros(), ChronoUnit.MICROS)));
        } catch (JacksonException e) {
            return unusable(stream, snapshot, Json.explain(e));
        } catch (IllegalArgumentException e) {
            return unusable(stream, snapshot, String.valueOf(e.getMessage()));
        }
    }

    private static <S> Optional<Loaded<S>> unusable(
            StreamName stream, Snapshot snapshot, String why) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the snapshot of {0} at revision {1} is not used: {2}",
                stream,
                snapshot.revision(),
                why);
        return Optional.empty();
    }

    /// Keeps a state some time later, if at all.
    ///
    /// @param state called in the background; empty: there is nothing to keep
    void saveLater(StreamName stream, Supplier<Optional<Loaded<S>>> state) {
        if (enabled) {
            queue.add(stream, () -> save(stream, state));
        }
    }

    private void save(StreamName stream, Supplier<Optional<Loaded<S>>> supplier) {
        try {
            supplier.get().ifPresent(loaded -> store.save(encode(stream, loaded)));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "no snapshot of " + stream + " was kept", e);
        }
    }

    private Snapshot encode(StreamName stream, Loaded<S> loaded) {
        StreamHead head = loaded.head().orElseThrow();
        Instant recordedAt = loaded.recordedAt();
        if (recordedAt == null) {
            throw new IllegalStateException("a snapshot is made of what was read from the log");
        }
        return SnapshotText.snapshot(
                stream,
                fingerprint,
                head,
                ChronoUnit.MICROS.between(Instant.EPOCH, recordedAt),
                Json.STATES.writeValueAsBytes(loaded.state()));
    }

    /// Forgets what waits and finishes what runs.
    @Override
    public void close() {
        queue.close();
    }
}
