package io.stele.bench.read;

import io.stele.bench.Filling;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.QueryItem;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// One long stream spread evenly over many short ones: every eleventh event is the long one's. One
/// event in a hundred is of a rare type, and another one in a hundred has a rare tag. Every event is
/// an append of its own, which is the hardest to read fast.
///
/// @param others how many events the short streams have together; a hundred each
/// @param sizeBytes of one event's data
record MixedLog(long others, int sizeBytes) implements Filling {

    static final StreamName LONG_STREAM = StreamName.of("long-1");
    static final QueryItem RARE_TYPE = QueryItem.types("Rare");
    static final QueryItem RARE_TAG = QueryItem.tags(Tag.of("kind:rare"));

    private static final int LONG_EVERY = 11;
    private static final int RARE_EVERY = 100;

    @Override
    public String description() {
        return "%,d events in short streams and %,d in a long one, %d bytes each"
                .formatted(others, eventCount() - others, sizeBytes);
    }

    @Override
    public long eventCount() {
        return others + others / (LONG_EVERY - 1);
    }

    @Override
    public Iterator<Append> appends() {
        Events events = new Events(sizeBytes);
        SplittableRandom ids = new SplittableRandom();
        return LongStream.range(0, eventCount()).mapToObj(i -> append(events, ids, i)).iterator();
    }

    private Append append(Events events, SplittableRandom ids, long i) {
        String type = i % RARE_EVERY == 0 ? "Rare" : "Common";
        Set<Tag> tags = i % RARE_EVERY == 1 ? RARE_TAG.tags() : Set.of();
        NewEvent event = events.event(type, tags, ids);
        return new Append(
                Events.id(ids),
                "bench",
                List.of(new StreamAppend(stream(i), Expectation.ANY, List.of(event))),
                Optional.empty());
    }

    private StreamName stream(long i) {
        long shortStreams = Math.max(1, others / 100);
        return i % LONG_EVERY == LONG_EVERY - 1
                ? LONG_STREAM
                : StreamName.of("short", Long.toString(i % shortStreams));
    }
}
