package io.stele.engine.maintenance;

import io.stele.engine.codec.StoredAppend;
import io.stele.engine.codec.StoredAppend.Part;
import io.stele.engine.maintenance.Finding.Kind;
import io.stele.model.Expectation;
import io.stele.model.RecordedEvent;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/*
 * Memory: 8 bytes for each append and each event, 21 to 43 for each stream, outside the heap. Names
 * and ids are known by fingerprints of 64 bits alone. What looks wrong by them is only a suspicion;
 * ExactChecks settles it in a second walk over the log, which a sound store does not need.
 */
/// What checksums cannot see: revisions, times, ids, expectations. Gets all appends in order.
final class AppendChecks implements SegmentWalk.Visitor, AutoCloseable {

    /// Of streams or ids; beyond that many, a store is past being described one by one.
    private static final int SUSPECTS_MAX = 100_000;

    private final Findings findings;
    private final StreamTable streams = new StreamTable();
    private final FingerprintBag ids = new FingerprintBag();
    private final Set<Long> suspectStreams = new HashSet<>();
    private long lastMicros = Long.MIN_VALUE;
    private long appends;
    private long events;

    AppendChecks(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void append(StoredAppend append, Path file, long offsetBytes) {
        checkShape(append);
        appends++;
        events += append.events().size();
        checkTime(append, file, offsetBytes);
        ids.add(Fingerprints.ofAppend(append.appendId()));
        for (Part part : append.parts()) {
            check(append, part, file, offsetBytes);
        }
    }

    /// @throws IllegalArgumentException when it is not an append that a caller can have made
    private static void checkShape(StoredAppend append) {
        if (append.parts().size() == 1) {
            return; // decoded, so it has as many events as its frame, which is at least one
        }
        append.append();
    }

    private void checkTime(StoredAppend append, Path file, long offsetBytes) {
        long micros = append.recordedAtMicros();
        if (micros < lastMicros) {
            String message =
                    "the append was recorded %,d microseconds before the one before it"
                            .formatted(lastMicros - micros);
            findings.add(
                    Finding.of(Kind.TIME_GOES_BACK, file, message)
                            .at(offsetBytes)
                            .position(append.basePosition()));
        }
        lastMicros = micros;
    }

    private void check(StoredAppend append, Part part, Path file, long offsetBytes) {
        if (!holds(part)) {
            String message =
                    "the append expected %s of %s, and got revision %d"
                            .formatted(part.expected(), part.stream(), part.firstRevision());
            findings.add(
                    Finding.of(Kind.EXPECTATION_NOT_MET, file, message)
                            .at(offsetBytes)
                            .position(append.basePosition() + part.firstEvent()));
        }
        long stream = Fingerprints.of(part.stream().value());
        if (streams.nextRevision(stream) != part.firstRevision()
                && suspectStreams.size() < SUSPECTS_MAX) {
            suspectStreams.add(stream);
        }
        streams.put(stream, part.firstRevision() + part.eventCount());
        for (RecordedEvent event : append.eventsOf(part)) {
            ids.add(Fingerprints.ofEvent(stream, event.id(), part.expected()));
        }
    }

    private static boolean holds(Part part) {
        return switch (part.expected()) {
            case Expectation.Any any -> true;
            case Expectation.None none -> part.firstRevision() == 0;
            case Expectation.Exists exists -> part.firstRevision() > 0;
            case Expectation.Exactly exactly -> part.firstRevision() - 1 == exactly.last().value();
        };
    }

    /// What has to be looked at again; empty for a sound store, but for chance.
    Suspects suspects() {
        Set<Long> repeated = new HashSet<>();
        ids.forEachRepeated(id -> {
            if (repeated.size() < SUSPECTS_MAX) {
                repeated.add(id);
            }
        });
        return new Suspects(Set.copyOf(suspectStreams), repeated);
    }

    /// Fingerprints of streams and of ids.
    record Suspects(Set<Long> streams, Set<Long> ids) {

        boolean isEmpty() {
            return streams.isEmpty() && ids.isEmpty();
        }
    }

    StreamTable streams() {
        return streams;
    }

    long appends() {
        return appends;
    }

    long events() {
        return events;
    }

    @Override
    public void close() {
        streams.close();
        ids.close();
    }
}
