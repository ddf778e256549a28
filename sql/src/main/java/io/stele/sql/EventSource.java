package io.stele.sql;

import io.stele.model.EventFilter;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.RecordedEvent;
import io.stele.sdk.Decider;
import io.stele.sdk.EventCodec;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/// Which events a view gets, and how they are read.
///
/// @param filter other events are not delivered
/// @param decode what an event stands for today: one as a rule, several or none where it was split;
///     throws when it cannot be read, and the view stops there
public record EventSource<E>(EventFilter filter, Function<RecordedEvent, List<E>> decode) {
    public EventSource {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(decode, "decode");
    }

    /// Events that stand for one each.
    public static <E> EventSource<E> of(EventFilter filter, Function<RecordedEvent, E> decode) {
        return new EventSource<>(filter, event -> List.of(decode.apply(event)));
    }

    /// The events of a decider, as its records; others of its category are not delivered.
    public static <E> EventSource<E> of(Decider<?, E, ?> decider) {
        EventCodec<E> codec = EventCodec.of(decider);
        EventFilter category = EventFilter.category(decider.category());
        Set<String> types = codec.types();
        EventFilter filter =
                types.isEmpty()
                        ? category
                        : category.withQuery(Query.anyOf(new QueryItem(types, Set.of())));
        return new EventSource<>(filter, codec::decodeAll);
    }

    /// Events as the log has them.
    public static EventSource<RecordedEvent> raw(EventFilter filter) {
        return of(filter, event -> event);
    }
}
