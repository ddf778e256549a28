package io.stele.publish;

import io.stele.model.Checkpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a publisher fares.
///
/// @param settings what it is
/// @param target where it publishes to, for people
/// @param state what it is doing
/// @param reason why it tries again or has stopped
/// @param checkpoint what it has published, or passed over
/// @param head where the log ends
/// @param waitingSince when the first event was recorded that is to be published and was not; empty
///     when there is none
/// @param counts what it has done
/// @param replay the last one that was asked for
public record PublisherStatus(
        PublisherSettings settings,
        String target,
        PublisherState state,
        Optional<String> reason,
        Checkpoint checkpoint,
        Checkpoint head,
        Optional<Instant> waitingSince,
        PublisherCounts counts,
        Optional<ReplayStatus> replay) {

    PublisherStatus waitingSince(Optional<Instant> since) {
        return new PublisherStatus(
                settings, target, state, reason, checkpoint, head, since, counts, replay);
    }

    public PublisherName name() {
        return settings.name();
    }

    /// Positions between the first event that is to be published and was not, and the end of the log;
    /// 0 when there is nothing to publish.
    public long lag() {
        return waitingSince.isEmpty() ? 0 : Math.max(0, head.next() - checkpoint.next());
    }

    /// How long ago the first event was recorded that waits to be published.
    public Duration lagTime(Instant now) {
        return waitingSince
                .map(since -> Duration.between(since, now))
                .filter(lag -> !lag.isNegative())
                .orElse(Duration.ZERO);
    }
}
