package io.stele.sdk.command;

import io.stele.model.Bytes;
import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/// States kept so that not all events need to be read again. They are made in the background, from a
/// short queue; what does not fit in is left out, because a snapshot is never needed.
///
/// Only records are kept: other states do not say from their JSON what they were.
final class Snapshots<S> implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Snapshots.class.getName());
    private static final int QUEUE_MAX = 64;

    private final SnapshotStore store;
    private final String fingerprint;
    private final boolean enabled;
    private final ObjectReader reader;
    private final ThreadPoolExecutor background;

    Snapshots(SnapshotStore store, Decider<?, ?, S> decider) {
        this.store = store;
        this.fingerprint = fingerprint(decider);
        this.enabled = decider.stateType().isRecord();
        this.reader = Json.STATES.readerFor(decider.stateType());
        this.background =
                new ThreadPoolExecutor(
                        1,
                        1,
                        10,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(QUEUE_MAX),
                        Thread.ofPlatform()
                                .daemon()
                                .name("stele-snapshots-" + decider.category())
                                .factory(),
                        new ThreadPoolExecutor.DiscardPolicy());
        background.allowCoreThreadTimeOut(true);
    }

    /// Differs when the decider's version or the state's fields, at any depth, differ.
    static String fingerprint(Decider<?, ?, ?> decider) {
        String schema = Shapes.of(decider.stateType()).schema().toString();
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(schema.getBytes(StandardCharsets.UTF_8));
            return "v" + decider.version() + "-" + HexFormat.of().formatHex(digest);
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
        return store.load(stream, fingerprint).flatMap(this::decode);
    }

    private Optional<Loaded<S>> decode(Snapshot snapshot) {
        try {
            S state = reader.readValue(snapshot.state().toByteArray());
            return Optional.of(
                    new Loaded<>(
                            state,
                            Optional.of(new StreamHead(snapshot.revision(), snapshot.position())),
                            Instant.EPOCH.plus(snapshot.recordedAtMicros(), ChronoUnit.MICROS)));
        } catch (JacksonException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the snapshot of {0} at revision {1} is not used: {2}",
                    snapshot.stream(),
                    snapshot.revision(),
                    Json.explain(e));
            return Optional.empty();
        }
    }

    /// Keeps a state some time later, if at all.
    ///
    /// @param state called in the background; empty: there is nothing to keep
    void saveLater(StreamName stream, Supplier<Optional<Loaded<S>>> state) {
        if (enabled) {
            background.execute(() -> save(stream, state));
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
        return new Snapshot(
                stream,
                fingerprint,
                head.revision(),
                head.position(),
                ChronoUnit.MICROS.between(Instant.EPOCH, recordedAt),
                Bytes.wrap(Json.STATES.writeValueAsBytes(loaded.state())));
    }

    /// Forgets what waits and finishes what runs.
    @Override
    public void close() {
        background.getQueue().clear();
        background.shutdown();
        try {
            background.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
