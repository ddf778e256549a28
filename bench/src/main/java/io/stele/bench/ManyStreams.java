package io.stele.bench;

import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// Events spread evenly over many streams, in no order that a store could make use of: each stream
/// gets its next event only when nearly all others had one. Written in appends of many streams.
///
/// @param streams all of them have an event, where there are as many events
/// @param sizeBytes of one event's data
public record ManyStreams(long events, long streams, int sizeBytes) implements Filling {

    private static final int APPEND_EVENTS = 100;
    private static final long STRIDE = 2_147_483_647L; // a prime, so that every stream has its turn

    public ManyStreams {
        if (events < 1 || streams < 1 || streams > events || streams % STRIDE == 0) {
            throw new IllegalArgumentException(
                    "there must be 1 stream at least and an event for each: %,d events, %,d streams"
                            .formatted(events, streams));
        }
    }

    /// The `i`th stream, from 0.
    public static StreamName stream(long i) {
        return StreamName.of("stream", Long.toString(i));
    }

    @Override
    public String description() {
        return "%,d events in %,d streams, %d bytes each".formatted(events, streams, sizeBytes);
    }

    @Override
    public long eventCount() {
        return events;
    }

    @Override
    public Iterator<Append> appends() {
        Events made = new Events(sizeBytes);
        SplittableRandom ids = new SplittableRandom();
        long appends = (events + APPEND_EVENTS - 1) / APPEND_EVENTS;
        return LongStream.range(0, appends)
                .mapToObj(i -> append(made, ids, i * APPEND_EVENTS))
                .iterator();
    }

    private Append append(Events made, SplittableRandom ids, long first) {
        Map<StreamName, List<NewEvent>> byStream = new LinkedHashMap<>();
        for (long i = first; i < Math.min(first + APPEND_EVENTS, events); i++) {
            byStream.computeIfAbsent(stream(i * STRIDE % streams), name -> new ArrayList<>())
                    .add(made.event("Happened", Set.of(), ids));
        }
        List<StreamAppend> parts = new ArrayList<>();
        byStream.forEach((name, some) -> parts.add(new StreamAppend(name, Expectation.ANY, some)));
        return new Append(Events.id(ids), "bench", parts, Optional.empty());
    }
}
