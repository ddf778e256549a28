package io.stele.example.permits;

import io.stele.model.RecordedEvent;
import io.stele.sdk.Decider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A case: what has been done for it, and by whom.
///
/// @param people in the order they first appeared
/// @param first when it began; empty before it did
/// @param last when something was last done
/// @param seconds from the first to the last
public record PermitCase(
        String department,
        String channel,
        Status status,
        int events,
        List<String> people,
        Optional<Instant> first,
        Optional<Instant> last,
        long seconds) {

    static final PermitCase NONE =
            new PermitCase(
                    "", "", Status.OPEN, 0, List.of(), Optional.empty(), Optional.empty(), 0);

    /// Folds events of any name, as the log has them.
    public static final Decider<Void, RecordedEvent, PermitCase> DECIDER =
            Decider.readOnly("permit", NONE, PermitCase::evolve);

    PermitCase evolve(RecordedEvent event) {
        Activity activity = Activity.of(event);
        Instant began = first.orElse(activity.at());
        return new PermitCase(
                activity.department(),
                activity.channel(),
                Status.after(activity.name()).orElse(status),
                events + 1,
                Stream.concat(people.stream(), Stream.of(activity.person())).distinct().toList(),
                Optional.of(began),
                Optional.of(activity.at()),
                Duration.between(began, activity.at()).toSeconds());
    }
}
