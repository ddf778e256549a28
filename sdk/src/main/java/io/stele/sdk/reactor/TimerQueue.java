package io.stele.sdk.reactor;

import io.stele.sdk.reactor.TimerEvent.Slot;
import io.stele.sdk.reactor.TimerEvent.TimerCancelled;
import io.stele.sdk.reactor.TimerEvent.TimerFired;
import io.stele.sdk.reactor.TimerEvent.TimerSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The timers that are set, from what happened to them. For one thread.
final class TimerQueue {

    private final Map<Slot, TimerSet> bySlot = new HashMap<>();
    private final Map<UUID, TimerSet> byId = new HashMap<>();
    private final TreeSet<TimerSet> byTime =
            new TreeSet<>(Comparator.comparing(TimerSet::due).thenComparing(TimerSet::timer));

    /// Takes the next event of the stream.
    void apply(TimerEvent event) {
        switch (event) {
            case TimerSet set -> {
                remove(bySlot.get(set.slot()));
                bySlot.put(set.slot(), set);
                byId.put(set.timer(), set);
                byTime.add(set);
            }
            case TimerCancelled cancelled -> remove(bySlot.get(cancelled.slot()));
            case TimerFired fired -> remove(byId.get(fired.timer()));
        }
    }

    private void remove(@Nullable TimerSet timer) {
        if (timer != null) {
            bySlot.remove(timer.slot());
            byId.remove(timer.timer());
            byTime.remove(timer);
        }
    }

    /// Those whose time has come, the earliest first.
    List<TimerSet> due(Instant now) {
        List<TimerSet> due = new ArrayList<>();
        for (TimerSet timer : byTime) {
            if (timer.due().isAfter(now)) {
                break;
            }
            due.add(timer);
        }
        return due;
    }

    /// The one that is due first; empty when none is set.
    Optional<TimerSet> first() {
        return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.first());
    }

    boolean contains(UUID timer) {
        return byId.containsKey(timer);
    }

    /// All that are set, the earliest first.
    Collection<TimerSet> all() {
        return byTime;
    }
}
