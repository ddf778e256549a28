package io.stele.engine.index;

import io.stele.model.EventFilter;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A filter, as keys; asked of one part of the index after another.
///
/// What it finds may hold events that do not pass the filter, for its stream prefix or for being in
/// a system stream; by types, tags and category it is exact.
final class FilterPlan {

    private final Optional<Key> category;
    private final Optional<byte[]> prefix;
    private final List<ItemPlan> items; // empty: all

    private record ItemPlan(List<Key> types, List<Key> tags) {}

    FilterPlan(EventFilter filter, Hashes hashes) {
        Optional<String> name = filter.category();
        if (name.isEmpty()) { // a prefix with a dash in it says what the category is
            name = filter.streamPrefix().filter(p -> p.contains("-")).map(FilterPlan::category);
        }
        this.category = name.map(text -> hashes.key(Key.Kind.CATEGORY, text));
        this.prefix = filter.streamPrefix().map(p -> hashes.key(Key.Kind.STREAM, p).bytes());
        this.items =
                switch (filter.query()) {
                    case Query.All all -> List.of();
                    case Query.AnyOf anyOf ->
                            anyOf.items().stream().map(item -> plan(item, hashes)).toList();
                };
    }

    private static String category(String prefix) {
        return prefix.substring(0, prefix.indexOf('-'));
    }

    private static ItemPlan plan(QueryItem item, Hashes hashes) {
        return new ItemPlan(
                item.types().stream().map(type -> hashes.key(Key.Kind.TYPE, type)).toList(),
                item.tags().stream()
                        .map(Tag::value)
                        .map(tag -> hashes.key(Key.Kind.TAG, tag))
                        .toList());
    }

    /// The first position at or above `from` that any of `parts` names, or -1.
    long first(List<IndexPart> parts, long from) {
        for (int i = Math.max(0, LogIndex.partOf(parts, from)); i < parts.size(); i++) {
            long found = positions(parts.get(i)).ceiling(from);
            if (found != PositionSet.NONE) {
                return found;
            }
        }
        return PositionSet.NONE;
    }

    /// Where in `part` events may pass.
    PositionSet positions(IndexPart part) {
        List<PositionSet> all = new ArrayList<>();
        category.ifPresent(key -> all.add(of(part, key)));
        if (!items.isEmpty()) {
            all.add(Union.of(items.stream().map(item -> positions(item, part)).toList()));
        }
        PositionSet narrow =
                all.isEmpty() ? new PositionSet.All(part.firstPosition()) : Intersection.of(all);
        return prefix.map(begin -> withPrefix(begin, part, narrow)).orElse(narrow);
    }

    private static PositionSet positions(ItemPlan item, IndexPart part) {
        List<PositionSet> all = new ArrayList<>();
        if (!item.types().isEmpty()) {
            all.add(Union.of(item.types().stream().map(type -> of(part, type)).toList()));
        }
        for (Key tag : item.tags()) {
            all.add(of(part, tag));
        }
        return Intersection.of(all);
    }

    private static PositionSet of(IndexPart part, Key key) {
        Postings postings = part.postings(key);
        return postings == null ? new PositionSet.Empty() : postings;
    }

    /// With the positions of the streams themselves, where they are fewer than what is left.
    private static PositionSet withPrefix(byte[] prefix, IndexPart part, PositionSet narrow) {
        if (!(part instanceof SealedIndex sealed) || narrow.sizeMax() == 0) {
            return narrow; // in memory it is not worth the walk
        }
        return PrefixPositions.of(prefix, sealed, narrow.sizeMax())
                .map(streams -> Intersection.of(List.of(streams, narrow)))
                .orElse(narrow);
    }
}
