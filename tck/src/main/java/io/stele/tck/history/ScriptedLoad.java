package io.stele.tck.history;

import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.StreamHead;
import io.stele.tck.history.ScriptedAppend.Guard;
import io.stele.tck.history.ScriptedAppend.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/// Appends of all kinds, by chance: to one stream or several, with every expectation, with and
/// without a condition. Some are refused, which is meant. For one thread.
public final class ScriptedLoad {

    private final SplittableRandom random;
    private final int streams;

    /// @param streams how many there are
    public ScriptedLoad(SplittableRandom random, int streams) {
        this.random = random;
        this.streams = streams;
    }

    /// The next one.
    ///
    /// @param store asked where streams and the log end
    public ScriptedAppend next(EventStore store) {
        List<Part> parts = new ArrayList<>();
        int count = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
        int first = random.nextInt(streams);
        for (int i = 0; i < Math.min(count, streams); i++) {
            int stream = (first + i) % streams;
            int events = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
            parts.add(new Part(stream, Expectation.ANY, events));
        }
        parts.replaceAll(part -> new Part(part.stream(), expectation(store, part), part.events()));
        return new ScriptedAppend(
                new UUID(random.nextLong(), random.nextLong()), parts, guard(store));
    }

    private Expectation expectation(EventStore store, Part part) {
        int kind = random.nextInt(20);
        if (kind < 7) {
            return Expectation.ANY;
        }
        Optional<StreamHead> head = store.head(part.name());
        if (kind == 7) {
            return Expectation.NONE;
        }
        if (kind == 8) {
            return Expectation.EXISTS;
        }
        return head.map(at -> Expectation.revision(at.revision().value())).orElse(Expectation.NONE);
    }

    private Optional<Guard> guard(EventStore store) {
        if (random.nextInt(4) != 0) {
            return Optional.empty();
        }
        long end = store.head().next();
        long after = end - 1 - random.nextInt(3);
        return Optional.of(new Guard(random.nextInt(ScriptedAppend.TAGS), Math.max(-1, after)));
    }
}
