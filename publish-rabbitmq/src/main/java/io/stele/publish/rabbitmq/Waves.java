package io.stele.publish.rabbitmq;

import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Splits a batch into waves: no two events of a stream are in the same one, and the later one is in a
/// later wave. So whatever part of a wave a broker loses or refuses, nothing has overtaken it.
final class Waves {

    private Waves() {}

    static List<List<RecordedEvent>> of(List<RecordedEvent> batch) {
        List<List<RecordedEvent>> waves = new ArrayList<>();
        Map<StreamName, Integer> reached = new HashMap<>();
        for (RecordedEvent event : batch) {
            int wave = reached.merge(event.stream(), 1, Integer::sum) - 1;
            if (wave == waves.size()) {
                waves.add(new ArrayList<>());
            }
            waves.get(wave).add(event);
        }
        return waves;
    }
}
