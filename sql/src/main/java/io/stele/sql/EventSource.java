package io.stele.sql;

import io.stele.model.EventFilter;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.RecordedEvent;
import io.stele.sdk.Decider;
import io.stele.sdk.EventCodec;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/// Which events a view gets, and how they are read.
///
/// @param filter other events are not delivered
/// @param decode throws when an event cannot be read; the view stops there
public record EventSource<E>(EventFilter filter, Function<RecordedEvent, E> decode) {
    public EventSource {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(decode, "decode");
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
        return new EventSource<>(filter, codec::decode);
    }

    /// Events as the log has them.
    public static EventSource<RecordedEvent> raw(EventFilter filter) {
        return new EventSource<>(filter, event -> event);
    }
}
