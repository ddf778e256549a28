package io.stele.testkit;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stele.sdk.Decider;
import io.stele.sdk.Decision;
import io.stele.sdk.EventType;
import org.junit.jupiter.api.Test;

class GivenWhenThenTest {

    record Add(int amount) {}

    @EventType("Added")
    record Added(int amount) {}

    record Sum(int value) {
        Decision<Added> decide(Add command) {
            if (command.amount() < 0) {
                return Decision.refuse("only up from " + value);
            }
            return command.amount() == 0
                    ? Decision.nothing()
                    : Decision.accept(new Added(command.amount()));
        }

        Sum evolve(Added event) {
            return new Sum(value + event.amount());
        }
    }

    private final DeciderTest<Add, Added, Sum> sum =
            DeciderTest.of(Decider.of("sum", new Sum(0), Sum::decide, Sum::evolve));

    @Test
    void whatIsSoPasses() {
        sum.given().when(new Add(2)).then(new Added(2)).thenState(new Sum(2));
        sum.given(new Added(3)).thenState(new Sum(3)).when(new Add(0)).thenNothing();
        sum.given(new Added(3), new Added(4)).when(new Add(-1)).thenRefused("only up from 7");
    }

    @Test
    void whatIsNotSoFailsWithAllThatOneNeedsToKnow() {
        var added = sum.given(new Added(3)).when(new Add(2));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> added.thenRefused("no"))
                .withMessage(
                        """
                        given
                            Added[amount=3]
                        when
                            Add[amount=2]
                        then expected refused, "no"
                        but it is     accepted with
                            Added[amount=2]\
                        """
                                .formatted());
        assertThatExceptionOfType(AssertionError.class).isThrownBy(added::thenNothing);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> added.then(new Added(2), new Added(2)));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> added.thenState(new Sum(4)));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> sum.given().thenState(new Sum(1)))
                .withMessageContaining("given nothing");
    }

    @Test
    void aDeciderThatNoServiceCouldStartWithIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeciderTest.of(NAMELESS))
                .withMessageContaining("@EventType(\"Nameless\")");
    }

    record Nameless(int amount) {}

    private static final Decider<Add, Nameless, Sum> NAMELESS =
            Decider.of(
                    "sum",
                    new Sum(0),
                    (Sum state, Add command) -> Decision.nothing(),
                    (Sum state, Nameless event) -> state);
}
