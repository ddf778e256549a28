package io.stele.dist;

import io.stele.model.EventFilter;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.Tag;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which events of the log are wanted.
public final class FilterOptions {

    @Option(
            names = "--types",
            split = ",",
            paramLabel = "TYPE",
            description = "Only events of one of these types.")
    private Set<String> types = new LinkedHashSet<>();

    @Option(
            names = "--tags",
            split = ",",
            paramLabel = "KEY:VALUE",
            description = "Only events that have all of these tags.")
    private Set<String> tags = new LinkedHashSet<>();

    @Option(names = "--category", description = "Only streams of this category.")
    private @Nullable String category;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            description = "Only streams whose name begins so.")
    private @Nullable String prefix;

    @Option(names = "--no-system", description = "Without Stele's own streams ($...).")
    private boolean noSystem;

    public EventFilter filter() {
        EventFilter filter = EventFilter.ALL;
        if (!types.isEmpty() || !tags.isEmpty()) {
            Set<Tag> all = tags.stream().map(Tag::of).collect(Collectors.toSet());
            filter = filter.withQuery(Query.anyOf(new QueryItem(types, all)));
        }
        if (category != null) {
            filter = filter.withCategory(category);
        }
        if (prefix != null) {
            filter = filter.withStreamPrefix(prefix);
        }
        return noSystem ? filter.withoutSystem() : filter;
    }
}
