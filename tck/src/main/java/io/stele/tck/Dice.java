package io.stele.tck;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.Direction;
import io.stele.model.EventFilter;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/// Random appends, conditions and reads from a small world, so that they often meet. The same seed
/// gives the same ones again.
final class Dice {

    private static final List<String> STREAMS =
            List.of("a-1", "a-2", "a-22", "ab-1", "b-1", "c", "$sys-1");
    private static final List<String> TYPES = List.of("A", "B", "C", "D", "E");
    private static final List<String> TAGS = List.of("k:1", "k:2", "k:3", "n:1", "n:2", "n:3");

    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    StreamName stream() {
        return StreamName.of(any(STREAMS));
    }

    /// Something that may hold or not, given what `model` has.
    Append append(LogModel model) {
        List<StreamAppend> parts = new ArrayList<>();
        Set<StreamName> taken = new HashSet<>();
        for (int i = 1 + below(3); i > 0; i--) {
            StreamName stream = stream();
            if (taken.add(stream)) {
                parts.add(new StreamAppend(stream, expectation(model, stream), events()));
            }
        }
        UUID id = new UUID(random.nextLong(), random.nextLong());
        Append append =
                Append.of(parts.toArray(StreamAppend[]::new))
                        .withId(id)
                        .by(any(List.of("ann", "bob")));
        return oneIn(2) ? append : append.when(new AppendCondition(query(), position(model.end())));
    }

    private Expectation expectation(LogModel model, StreamName stream) {
        long size = model.eventsOf(stream).size();
        return switch (below(8)) {
            case 0 -> Expectation.NONE;
            case 1 -> Expectation.EXISTS;
            case 2 -> Expectation.revision(Math.max(0, size - 1 - below(120)));
            case 3 -> Expectation.revision(size + below(3));
            case 4, 5 -> size == 0 ? Expectation.NONE : Expectation.revision(size - 1);
            default -> Expectation.ANY;
        };
    }

    private List<NewEvent> events() {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 1 + below(4); i > 0; i--) {
            NewEvent event = NewEvent.json(any(TYPES), "{\"n\":" + below(1_000) + "}");
            Metadata metadata =
                    oneIn(4) ? Metadata.of("correlationId", "c" + below(9)) : Metadata.EMPTY;
            events.add(
                    event.withId(new UUID(random.nextLong(), random.nextLong()))
                            .withMetadata(metadata)
                            .withTags(tags(3)));
        }
        return events;
    }

    private Tag[] tags(int atMost) {
        Set<String> tags = new HashSet<>();
        for (int i = below(atMost + 1); i > 0; i--) {
            tags.add(any(TAGS));
        }
        return tags.stream().sorted().map(Tag::of).toArray(Tag[]::new);
    }

    Query query() {
        if (oneIn(12)) {
            return Query.all();
        }
        QueryItem[] items = new QueryItem[1 + below(3)];
        for (int i = 0; i < items.length; i++) {
            items[i] = item();
        }
        return Query.anyOf(items);
    }

    /// By types alone, by tags alone, or by both; now and then by what no event has.
    private QueryItem item() {
        Set<String> types = new HashSet<>();
        for (int i = below(3); i > 0; i--) {
            types.add(oneIn(10) ? "Nobody" : any(TYPES));
        }
        Tag[] tags = types.isEmpty() ? new Tag[] {Tag.of(any(TAGS))} : tags(2);
        return new QueryItem(types, oneIn(20) ? Set.of(Tag.of("no:body")) : Set.of(tags));
    }

    /// Anywhere below `end`, at it, or beyond.
    private Optional<Position> position(long end) {
        return switch (below(8)) {
            case 0, 1 -> Optional.empty();
            case 2 -> Optional.of(Position.of(0));
            case 3 -> Optional.of(Position.of(any(List.of(end, end + 1, Long.MAX_VALUE))));
            case 4, 5 -> Optional.of(Position.of(Math.max(0, end - 1 - below(10))));
            default -> Optional.of(Position.of(random.nextLong(end + 1)));
        };
    }

    EventFilter filter() {
        EventFilter filter = oneIn(3) ? EventFilter.ALL : EventFilter.matching(query());
        if (oneIn(3)) {
            filter = filter.withCategory(any(List.of("a", "ab", "b", "c", "$sys", "nobody")));
        }
        if (oneIn(3)) {
            filter = filter.withStreamPrefix(any(List.of("", "a", "a-2", "ab-1", "$", "z")));
        }
        return oneIn(4) ? filter.withoutSystem() : filter;
    }

    ReadLog readLog(long end) {
        return new ReadLog(direction(), position(end), filter(), limit());
    }

    ReadStream readStream(long end) {
        Optional<Revision> from = position(end).map(p -> Revision.of(p.value()));
        return new ReadStream(stream(), direction(), from, limit());
    }

    private Direction direction() {
        return any(List.of(Direction.FORWARD, Direction.BACKWARD));
    }

    private long limit() {
        return switch (below(4)) {
            case 0 -> 1L;
            case 1 -> 1L + below(20);
            case 2 -> Long.MAX_VALUE - 1;
            default -> ReadLog.NO_LIMIT;
        };
    }
}
