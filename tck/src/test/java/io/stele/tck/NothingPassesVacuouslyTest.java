package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.EventStore;
import org.junit.jupiter.api.Test;

/// Every test of the kit must fail on a store that honours nothing. One that passes there proves
/// nothing anywhere.
class NothingPassesVacuouslyTest {

    private static KitRun run(Class<?> kit) {
        KitRun run = KitRun.of(kit);
        assertThat(run.started()).hasSizeGreaterThan(100);
        return run;
    }

    @Test
    void aStoreThatSaysYesAndKeepsNothingFailsEveryTest() {
        assertThat(run(YesSayer.class).passed()).isEmpty();
    }

    @Test
    void aStoreThatCannotDoAnythingFailsEveryTest() {
        assertThat(run(Broken.class).passed()).isEmpty();
    }

    static class YesSayer extends EventStoreConformance {
        @Override
        protected EventStore open() {
            return new SaysYesAndKeepsNothing();
        }

        @Override
        protected EventStore reopen(EventStore store) {
            return store;
        }
    }

    static class Broken extends EventStoreConformance {
        @Override
        protected EventStore open() {
            throw new IllegalStateException("cannot be opened");
        }

        @Override
        protected EventStore reopen(EventStore store) {
            return store;
        }

        @Override
        protected void cleanUp(EventStore store) {}
    }
}
