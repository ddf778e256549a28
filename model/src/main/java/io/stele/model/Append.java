package io.stele.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;

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

    /// Whether both say the same: streams, types and data. Ids may differ, for a caller that lets
    /// somebody else make them. What a known append id must come with.
    public boolean hasContentOf(Append other) {
        return matches(other, (a, b) -> a.type().equals(b.type()) && a.data().equals(b.data()));
    }

    /// Whether both have the same event ids for the same streams with the same expectations: a
    /// retry by a caller that knows no append ids.
    public boolean hasEventsOf(Append other) {
        if (!matches(other, (a, b) -> a.id().equals(b.id()))) {
            return false;
        }
        for (int i = 0; i < streams.size(); i++) {
            if (!streams.get(i).expected().equals(other.streams.get(i).expected())) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(Append other, BiPredicate<NewEvent, NewEvent> same) {
        if (streams.size() != other.streams.size()) {
            return false;
        }
        for (int i = 0; i < streams.size(); i++) {
            StreamAppend a = streams.get(i);
            StreamAppend b = other.streams.get(i);
            if (!a.stream().equals(b.stream()) || a.events().size() != b.events().size()) {
                return false;
            }
            for (int j = 0; j < a.events().size(); j++) {
                if (!same.test(a.events().get(j), b.events().get(j))) {
                    return false;
                }
            }
        }
        return true;
    }
}
