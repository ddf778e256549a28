package io.stele.publish;

import io.stele.model.EventFilter;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.RecordedEvent;
import io.stele.model.Tag;
import java.util.Set;

/// Which events are published; all parts must hold.
///
/// @param categories of streams; empty: all
/// @param types of events; empty: all
/// @param tags that an event has to have, all of them; empty: any
/// @param system whether Stele's own `$`-streams are published too; those of publishers never are,
///     since publishing writes to them
public record PublisherFilter(
        Set<String> categories, Set<String> types, Set<Tag> tags, boolean system) {

    /// All but Stele's own.
    public static final PublisherFilter ALL =
            new PublisherFilter(Set.of(), Set.of(), Set.of(), false);

    public PublisherFilter {
        categories = Set.copyOf(categories);
        types = Set.copyOf(types);
        tags = Set.copyOf(tags);
    }

    public static PublisherFilter categories(String... categories) {
        return new PublisherFilter(Set.of(categories), Set.of(), Set.of(), false);
    }

    /// What a store can tell apart; [#passes] tells the rest.
    EventFilter ofStore() {
        EventFilter filter = system ? EventFilter.ALL : EventFilter.ALL.withoutSystem();
        if (!types.isEmpty() || !tags.isEmpty()) {
            filter = filter.withQuery(Query.anyOf(new QueryItem(types, tags)));
        }
        return categories.size() == 1 ? filter.withCategory(categories.iterator().next()) : filter;
    }

    boolean passes(RecordedEvent event) {
        String category = event.stream().category();
        return (categories.isEmpty() || categories.contains(category))
                && !category.equals(PublisherName.CATEGORY);
    }
}
