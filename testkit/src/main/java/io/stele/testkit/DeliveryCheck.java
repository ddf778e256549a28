package io.stele.testkit;

import io.stele.model.RecordedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares what a reader got with what was written: nothing is missing, nothing is made up, and within
/// each stream no event comes before an earlier one has come.
public final class DeliveryCheck {

    private DeliveryCheck() {}

    /// What is wrong; empty when nothing is.
    ///
    /// @param written in the order of the log, from the first event of each stream on
    /// @param got in the order in which it came
    /// @param once whether each may come only once
    public static List<String> wrong(
            List<RecordedEvent> written, List<RecordedEvent> got, boolean once) {
        List<String> wrong = new ArrayList<>();
        Map<Long, RecordedEvent> byPosition = new HashMap<>();
        written.forEach(event -> byPosition.put(event.position().value(), event));
        Map<String, Long> reached = new HashMap<>();
        Set<Long> seen = new HashSet<>();
        for (RecordedEvent event : got) {
            if (!event.equals(byPosition.get(event.position().value()))) {
                wrong.add("not as it was written: " + event);
            }
            if (!seen.add(event.position().value()) && once) {
                wrong.add("twice: " + event);
            }
            long next = reached.getOrDefault(event.stream().value(), 0L);
            if (event.revision().value() > next) {
                wrong.add("before revision %d of its stream: %s".formatted(next, event));
            }
            reached.merge(event.stream().value(), event.revision().value() + 1, Math::max);
        }
        for (RecordedEvent event : written) {
            if (!seen.contains(event.position().value())) {
                wrong.add("missing: " + event);
            }
        }
        return wrong;
    }
}
