package io.stele.model;

import java.util.ArrayList;
import java.util.List;

/// Which streams somebody may read, and whether that is enough for what they ask.
///
/// Asked before the store is. What counts is what a request *could* show, not what it would find:
/// a request that is refused only when there is something to hide tells by that what is there.
///
/// @param streamPrefixes streams whose names begin with any of these may be read; the empty prefix
///     begins every name; no prefix at all: nothing may be read
/// @param system whether Stele's own `$`-streams may be read too, where a prefix names them
public record ReadRight(List<String> streamPrefixes, boolean system) {

    /// Everything there is.
    public static final ReadRight ALL = new ReadRight(List.of(""), true);

    public ReadRight {
        streamPrefixes = List.copyOf(streamPrefixes);
    }

    /// Without Stele's own streams.
    public static ReadRight of(String... streamPrefixes) {
        return new ReadRight(List.of(streamPrefixes), false);
    }

    public boolean covers(StreamName stream) {
        return coversNamesFrom(stream.value(), true);
    }

    /// Whether every event that could pass `filter` may be read.
    public boolean covers(EventFilter filter) {
        return beginnings(filter).stream()
                .allMatch(beginning -> coversNamesFrom(beginning, filter.system()));
    }

    /// An append that fails because of its condition tells that something matches, and shows it. A
    /// query goes by types and tags, which any stream may have: so it takes the right to all that
    /// are not Stele's own. Events of Stele's own streams have types that begin with `$` and no
    /// tags, so naming such a type takes the right to these as well.
    public boolean covers(AppendCondition condition) {
        Query query = condition.failIfEventsMatch();
        return covers(EventFilter.matching(query).withoutSystem())
                && (system || !namesSystemType(query));
    }

    private static boolean namesSystemType(Query query) {
        return query instanceof Query.AnyOf(List<QueryItem> items)
                && items.stream()
                        .flatMap(item -> item.types().stream())
                        .anyMatch(type -> type.startsWith(StreamName.SYSTEM_PREFIX));
    }

    /// How the names of the streams begin that could pass, each on its own.
    private static List<String> beginnings(EventFilter filter) {
        String prefix = filter.streamPrefix().orElse("");
        if (filter.category().isEmpty()) {
            return List.of(prefix);
        }
        // A category is the stream of its name, and all whose names go on with a dash.
        String alone = filter.category().get();
        String others = alone + "-";
        List<String> beginnings = new ArrayList<>();
        if (alone.startsWith(prefix)) {
            beginnings.add(alone);
        }
        if (others.startsWith(prefix)) {
            beginnings.add(others);
        } else if (prefix.startsWith(others)) {
            beginnings.add(prefix);
        }
        return beginnings;
    }

    private boolean coversNamesFrom(String beginning, boolean systemToo) {
        boolean onlySystem = beginning.startsWith(StreamName.SYSTEM_PREFIX);
        if (onlySystem && !systemToo) {
            return true; // no name passes
        }
        boolean couldBeSystem = systemToo && (onlySystem || beginning.isEmpty());
        return (system || !couldBeSystem)
                && streamPrefixes.stream().anyMatch(beginning::startsWith);
    }
}
