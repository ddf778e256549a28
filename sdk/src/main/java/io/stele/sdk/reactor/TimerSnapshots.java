package io.stele.sdk.reactor;

import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Snapshot;
import io.stele.model.StoreException;
import io.stele.model.StreamName;
import io.stele.sdk.json.Json;
import io.stele.sdk.reactor.TimerEvent.TimerSet;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Keeps which timers are set, now and then, so that a restart need not read what became of all
/// timers there ever were. Disposable, as every snapshot is.
final class TimerSnapshots {

    private static final System.Logger LOG = System.getLogger(TimerSnapshots.class.getName());
    private static final String FINGERPRINT = "timers-1";
    private static final long EVERY_EVENTS = 1_000;

    private record Content(List<TimerSet> timers) {}

    private final EventStore store;
    private final StreamName stream;

    TimerSnapshots(EventStore store, StreamName stream) {
        this.store = store;
        this.stream = stream;
    }

    /// Fills an empty queue with what was kept.
    ///
    /// @return from where on the log has to be read
    Checkpoint load(TimerQueue queue) {
        Optional<Snapshot> snapshot =
                store.snapshots().load(stream, FINGERPRINT).filter(this::isOfThisLog);
        if (snapshot.isEmpty()) {
            return Checkpoint.START;
        }
        try {
            byte[] json = snapshot.get().state().toByteArray();
            Json.MAPPER.readValue(json, Content.class).timers().forEach(queue::apply);
            return Checkpoint.after(snapshot.get().position());
        } catch (JacksonException e) {
            LOG.log(Level.WARNING, "the snapshot of {0} is not used: {1}", stream, e.getMessage());
            return Checkpoint.START;
        }
    }

    /// A log may have been put back to an older backup.
    private boolean isOfThisLog(Snapshot snapshot) {
        try (EventCursor events =
                store.read(ReadStream.of(stream).from(snapshot.revision()).limit(1))) {
            return events.hasNext() && isAt(events.next(), snapshot);
        }
    }

    private static boolean isAt(RecordedEvent event, Snapshot snapshot) {
        return event.position().equals(snapshot.position())
                && micros(event) == snapshot.recordedAtMicros();
    }

    private static long micros(RecordedEvent event) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, event.recordedAt());
    }

    /// An event of the stream was applied to the queue.
    void applied(RecordedEvent event, TimerQueue queue) {
        if ((event.revision().value() + 1) % EVERY_EVENTS != 0) {
            return;
        }
        byte[] json = Json.MAPPER.writeValueAsBytes(new Content(List.copyOf(queue.all())));
        try {
            store.snapshots()
                    .save(
                            new Snapshot(
                                    stream,
                                    FINGERPRINT,
                                    event.revision(),
                                    event.position(),
                                    micros(event),
                                    Bytes.wrap(json)));
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "no snapshot of " + stream + " was kept", e);
        }
    }
}
