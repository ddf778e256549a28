package io.stele.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// One atomic write to one or more streams: all of it is recorded or nothing.
///
/// The events get consecutive positions: stream by stream in the order of `streams`.
///
/// @param appendId names this write; sending it again gets the first answer again, however much
///     later
/// @param actor who causes the events; not empty, no control characters
/// @param streams not empty, no stream twice
/// @param condition also has to hold, when there is one
public record Append(
        UUID appendId,
        String actor,
        List<StreamAppend> streams,
        Optional<AppendCondition> condition) {

    /// The actor where nobody is known by name.
    public static final String ANONYMOUS = "anonymous";

    public Append {
        Objects.requireNonNull(appendId, "appendId");
        Names.check("actor", actor);
        streams = List.copyOf(streams);
        Objects.requireNonNull(condition, "condition");
        if (streams.isEmpty()) {
            throw new IllegalArgumentException("an append must have a stream");
        }
        if (streams.size() > 1) {
            Set<StreamName> seen = new HashSet<>();
            for (StreamAppend part : streams) {
                if (!seen.add(part.stream())) {
                    throw new IllegalArgumentException(
                            "stream " + part.stream() + " is in the append twice");
                }
            }
        }
    }

    /// To one stream, with a random append id and no known actor.
    public static Append to(String stream, Expectation expected, NewEvent... events) {
        return of(new StreamAppend(StreamName.of(stream), expected, List.of(events)));
    }

    /// With a fresh append id and no known actor.
    public static Append of(StreamAppend... streams) {
        return new Append(TimeOrderedIds.next(), ANONYMOUS, List.of(streams), Optional.empty());
    }

    public Append withId(UUID other) {
        return new Append(other, actor, streams, condition);
    }

    public Append by(String otherActor) {
        return new Append(appendId, otherActor, streams, condition);
    }

    public Append when(AppendCondition other) {
        return new Append(appendId, actor, streams, Optional.of(other));
    }

    public int eventCount() {
        int count = 0;
        for (StreamAppend part : streams) {
            count += part.events().size();
        }
        return count;
    }
}
