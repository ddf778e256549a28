package io.stele.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.EventStore;
import io.stele.tck.EventStoreConformance;
import io.stele.tck.KitRun;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The kit catches each of a set of planted bugs, and nothing but those.
///
/// Stops at the first test that catches one; with `-Dstele.tck.mutants=all` it runs all of the kit
/// on each and prints every test that does.
class MutantTest {

    private static final boolean ALL = "all".equals(System.getProperty("stele.tck.mutants"));

    static Set<String> mutants() {
        return Mutants.all().keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void isCaught(String name) {
        Mutant.bug = Objects.requireNonNull(Mutants.all().get(name));

        KitRun run = ALL ? KitRun.of(Mutant.class) : KitRun.untilOneFails(Mutant.class);

        System.out.printf("%s: caught by %s%n", name, run.failed().keySet());
        assertThat(run.failed()).as(name).isNotEmpty();
    }

    @Test
    void withoutABugNothingIsCaught() {
        Mutant.bug = StoreDecorator::new;

        KitRun run = KitRun.of(Mutant.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.passed()).isEqualTo(run.started()).hasSizeGreaterThan(100);
    }

    static class Mutant extends EventStoreConformance {

        private static UnaryOperator<EventStore> bug = store -> store;

        @Override
        protected EventStore open() {
            return bug.apply(new InMemoryEventStore());
        }

        @Override
        protected EventStore reopen(EventStore store) {
            return store;
        }
    }
}
