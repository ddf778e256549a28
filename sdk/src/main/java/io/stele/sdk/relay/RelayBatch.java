package io.stele.sdk.relay;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Events for one append to the other log. An append puts its events in order stream by stream, so
/// only what keeps the order of the log fits in.
final class RelayBatch {

    private static final int EVENTS_MAX = 500;
    private static final int BYTES_MAX = 1 << 20;

    private final SequencedMap<StreamName, List<NewEvent>> streams = new LinkedHashMap<>();
    private int events;
    private int bytes;

    boolean isEmpty() {
        return events == 0;
    }

    /// Whether these may stand in the same append, behind what is there.
    boolean fits(List<Relayed> more) {
        return isEmpty()
                || (events + more.size() <= EVENTS_MAX
                        && bytes + sizeOf(more) <= BYTES_MAX
                        && more.stream().allMatch(this::keepsOrder));
    }

    private boolean keepsOrder(Relayed next) {
        return !streams.containsKey(next.stream())
                || streams.lastEntry().getKey().equals(next.stream());
    }

    private static int sizeOf(List<Relayed> more) {
        return more.stream().mapToInt(each -> each.event().data().bytes().size()).sum();
    }

    void add(List<Relayed> more) {
        for (Relayed each : more) {
            streams.computeIfAbsent(each.stream(), it -> new ArrayList<>()).add(each.event());
        }
        events += more.size();
        bytes += sizeOf(more);
    }

    Append append(String actor, AppendCondition condition) {
        List<StreamAppend> parts = new ArrayList<>();
        streams.forEach((name, list) -> parts.add(new StreamAppend(name, Expectation.ANY, list)));
        return Append.of(parts.toArray(StreamAppend[]::new)).by(actor).when(condition);
    }
}
