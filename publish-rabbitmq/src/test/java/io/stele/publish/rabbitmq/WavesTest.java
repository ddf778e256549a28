package io.stele.publish.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class WavesTest {

    @Test
    void eventsOfAStreamAreInWavesOneAfterTheOther() {
        try (InMemoryEventStore store = new InMemoryEventStore()) {
            for (String stream : List.of("a-1", "a-1", "b-1", "a-1", "b-1", "c-1")) {
                NewEvent event = NewEvent.json("E", "{}");
                assertThat(store.append(Append.to(stream, Expectation.ANY, event))).isNotNull();
            }
            assertThat(Waves.of(store.read(ReadLog.all()).toList()))
                    .extracting(wave -> wave.stream().map(e -> e.position().value()).toList())
                    .containsExactly(List.of(0L, 2L, 5L), List.of(1L, 4L), List.of(3L));
            assertThat(Waves.of(List.of())).isEmpty();
        }
    }
}
