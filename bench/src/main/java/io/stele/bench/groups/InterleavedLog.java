package io.stele.bench.groups;

import io.stele.bench.Filling;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// Streams that grow in turns, an event each.
///
/// @param events in all, about: a whole number of rounds is written
/// @param streams how many there are
/// @param sizeBytes of one event's data
public record InterleavedLog(long events, int streams, int sizeBytes) implements Filling {

    /// Of all its streams.
    public static final String CATEGORY = "bench";

    private static final int STREAMS_PER_APPEND = 50;

    @Override
    public String description() {
        return "%,d events of %d bytes in %,d streams that grow in turns"
                .formatted(eventCount(), sizeBytes, streams);
    }

    @Override
    public long eventCount() {
        return rounds() * streams;
    }

    private long rounds() {
        return Math.max(1, events / streams);
    }

    /// The number of a stream, from 0 on.
    static int number(StreamName stream) {
        return Integer.parseInt(stream.value(), CATEGORY.length() + 1, stream.value().length(), 10);
    }

    @Override
    public Iterator<Append> appends() {
        Events made = new Events(sizeBytes);
        SplittableRandom ids = new SplittableRandom();
        return LongStream.range(0, rounds())
                .boxed()
                .flatMap(round -> round(made, ids).stream())
                .iterator();
    }

    private List<Append> round(Events made, SplittableRandom ids) {
        List<Append> appends = new ArrayList<>();
        for (int first = 0; first < streams; first += STREAMS_PER_APPEND) {
            List<StreamAppend> parts = new ArrayList<>();
            for (int i = first; i < Math.min(streams, first + STREAMS_PER_APPEND); i++) {
                parts.add(
                        new StreamAppend(
                                StreamName.of(CATEGORY, Integer.toString(i)),
                                Expectation.ANY,
                                List.of(made.event("Happened", Set.of(), ids))));
            }
            appends.add(new Append(Events.id(ids), "bench", parts, Optional.empty()));
        }
        return appends;
    }
}
