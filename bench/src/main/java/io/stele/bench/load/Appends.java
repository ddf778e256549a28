package io.stele.bench.load;

import io.stele.bench.Payload;
import io.stele.model.Append;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// The appends that callers make, each to streams of its own. A caller's appends must not overlap.
final class Appends {

    private final AppendLoad load;
    private final EventData data;
    private final List<Writer> writers = new ArrayList<>();

    Appends(AppendLoad load, int callers) {
        this.load = load;
        this.data = EventData.json(Payload.json(load.sizeBytes()));
        SplittableRandom random = new SplittableRandom();
        String run = Integer.toString(random.nextInt(Integer.MAX_VALUE), Character.MAX_RADIX);
        int streamsEach = Math.ceilDiv(load.streams(), callers);
        for (int i = 0; i < callers; i++) {
            writers.add(new Writer("load-" + run + "-" + i + "-", streamsEach, random.split()));
        }
    }

    int eventsInAnAppend() {
        return load.batch();
    }

    /// The caller's next append; its streams take turns.
    Append next(int caller) {
        return writers.get(caller).next();
    }

    /// The caller's last append is in the log.
    void appended(int caller) {
        writers.get(caller).appended();
    }

    private final class Writer {
        private final SplittableRandom random;
        private final List<StreamName> streams = new ArrayList<>();
        private final long[] counts;
        private int current;

        Writer(String prefix, int streamCount, SplittableRandom random) {
            this.random = random;
            this.counts = new long[streamCount];
            for (int i = 0; i < streamCount; i++) {
                streams.add(StreamName.of(prefix + i));
            }
        }

        Append next() {
            current = (current + 1) % counts.length;
            StreamAppend part = new StreamAppend(streams.get(current), expected(), events());
            return new Append(Payload.uuid(random), "bench", List.of(part), Optional.empty());
        }

        private Expectation expected() {
            if (!load.exact()) {
                return Expectation.ANY;
            }
            long count = counts[current];
            return count == 0 ? Expectation.NONE : new Expectation.Exactly(Revision.of(count - 1));
        }

        private List<NewEvent> events() {
            if (load.batch() == 1) {
                return List.of(event());
            }
            List<NewEvent> events = new ArrayList<>(load.batch());
            for (int i = 0; i < load.batch(); i++) {
                events.add(event());
            }
            return events;
        }

        private NewEvent event() {
            return new NewEvent(Payload.uuid(random), "Benched", data, Metadata.EMPTY, Set.of());
        }

        void appended() {
            counts[current] += load.batch();
        }
    }
}
