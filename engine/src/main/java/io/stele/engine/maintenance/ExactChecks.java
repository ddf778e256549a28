package io.stele.engine.maintenance;

import io.stele.engine.codec.StoredAppend;
import io.stele.engine.codec.StoredAppend.Part;
import io.stele.engine.maintenance.AppendChecks.Suspects;
import io.stele.engine.maintenance.Finding.Kind;
import io.stele.model.Expectation;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Settles suspicions by the names and ids themselves. Gets all appends in order.
final class ExactChecks implements SegmentWalk.Visitor {

    private final Suspects suspects;
    private final Findings findings;
    private final Map<StreamName, Long> nextRevisions = new HashMap<>();
    private final Map<UUID, Long> appendsSeen = new HashMap<>();
    private final Map<EventKey, Long> eventsSeen = new HashMap<>();

    /// What a store takes for one event: it may take the same id again with another expectation.
    private record EventKey(StreamName stream, UUID id, Expectation expected) {}

    ExactChecks(Suspects suspects, Findings findings) {
        this.suspects = suspects;
        this.findings = findings;
    }

    @Override
    public void append(StoredAppend append, Path file, long offsetBytes) {
        if (suspects.ids().contains(Fingerprints.ofAppend(append.appendId()))) {
            Long before = appendsSeen.putIfAbsent(append.appendId(), append.basePosition());
            if (before != null) {
                String message =
                        "append id %s is also that of position %d"
                                .formatted(append.appendId(), before);
                findings.add(
                        Finding.of(Kind.APPEND_ID_TWICE, file, message)
                                .at(offsetBytes)
                                .position(append.basePosition()));
            }
        }
        for (Part part : append.parts()) {
            long stream = Fingerprints.of(part.stream().value());
            if (suspects.streams().contains(stream)) {
                checkRevision(append, part, file, offsetBytes);
            }
            for (RecordedEvent event : append.eventsOf(part)) {
                long id = Fingerprints.ofEvent(stream, event.id(), part.expected());
                if (suspects.ids().contains(id)) {
                    checkEvent(append, part, event, file, offsetBytes);
                }
            }
        }
    }

    private void checkRevision(StoredAppend append, Part part, Path file, long offsetBytes) {
        long next = nextRevisions.getOrDefault(part.stream(), 0L);
        if (part.firstRevision() != next) {
            String message =
                    "stream %s goes on with revision %d instead of %d"
                            .formatted(part.stream(), part.firstRevision(), next);
            findings.add(
                    Finding.of(Kind.REVISION_WRONG, file, message)
                            .at(offsetBytes)
                            .position(append.basePosition() + part.firstEvent()));
        }
        nextRevisions.put(part.stream(), part.firstRevision() + part.eventCount());
    }

    private void checkEvent(
            StoredAppend append, Part part, RecordedEvent event, Path file, long offsetBytes) {
        EventKey key = new EventKey(part.stream(), event.id(), part.expected());
        Long before = eventsSeen.putIfAbsent(key, append.basePosition());
        if (before != null && before != append.basePosition()) {
            String message =
                    "event id %s is in stream %s already, in the append at position %d"
                            .formatted(event.id(), part.stream(), before);
            findings.add(
                    Finding.of(Kind.EVENT_ID_TWICE, file, message)
                            .at(offsetBytes)
                            .position(event.position().value()));
        }
    }
}
