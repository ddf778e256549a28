package io.stele.proofs.audit;

import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.Metadata;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import java.time.Instant;
import java.util.Optional;

/// Which events somebody who looks into the log wants to see; all parts must hold.
///
/// @param filter by type, tag, category and beginning of the stream's name: has an index
/// @param stream only this one
/// @param actor who caused the event, exactly
/// @param correlationId as its metadata has it
/// @param times when it was recorded
/// @param from where to begin
/// @param last the last position that is wanted; empty: to the end
public record AuditQuery(
        EventFilter filter,
        Optional<StreamName> stream,
        Optional<String> actor,
        Optional<String> correlationId,
        Times times,
        Checkpoint from,
        Optional<Position> last) {

    /// Everything.
    public static final AuditQuery ALL =
            new AuditQuery(
                    EventFilter.ALL,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Times.ALL,
                    Checkpoint.START,
                    Optional.empty());

    /// @param since inclusive; empty: from the beginning
    /// @param until exclusive; empty: to the end
    public record Times(Optional<Instant> since, Optional<Instant> until) {

        public static final Times ALL = new Times(Optional.empty(), Optional.empty());
    }

    public AuditQuery withStream(StreamName other) {
        return new AuditQuery(filter, Optional.of(other), actor, correlationId, times, from, last);
    }

    public AuditQuery withActor(String other) {
        return new AuditQuery(filter, stream, Optional.of(other), correlationId, times, from, last);
    }

    public AuditQuery withCorrelationId(String other) {
        return new AuditQuery(filter, stream, actor, Optional.of(other), times, from, last);
    }

    public AuditQuery withTimes(Times other) {
        return new AuditQuery(filter, stream, actor, correlationId, other, from, last);
    }

    public AuditQuery withFrom(Checkpoint other) {
        return new AuditQuery(filter, stream, actor, correlationId, times, other, last);
    }

    /// What the store is asked for; it may give more than is wanted.
    EventFilter wide() {
        return stream.map(name -> filter.withStreamPrefix(name.value())).orElse(filter);
    }

    /// What of it is wanted.
    boolean matches(RecordedEvent event) {
        return stream.map(event.stream()::equals).orElse(true)
                && filter.matches(event)
                && actor.map(event.actor()::equals).orElse(true)
                && (correlationId.isEmpty()
                        || correlationId.equals(event.metadata().text(Metadata.CORRELATION_ID)));
    }

    /// Whether neither this event nor any behind it is wanted.
    boolean endsBefore(RecordedEvent event) {
        return last.map(end -> event.position().value() > end.value()).orElse(false)
                || times.until().map(end -> !event.recordedAt().isBefore(end)).orElse(false);
    }
}
