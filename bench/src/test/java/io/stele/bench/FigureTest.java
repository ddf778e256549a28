package io.stele.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.bench.Figure.Baseline;
import io.stele.bench.Figure.Of;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {

    private static Figure figure(Unit unit, double value, double baseline) {
        return Figure.of("something", unit, value, new Baseline("plain", baseline));
    }

    @Test
    void theRatioSaysHowManyTimesAsGoodAsTheBaseline() {
        assertThat(figure(Unit.EVENTS_PER_SECOND, 200, 100).ratio()).isEqualTo(2);
        assertThat(figure(Unit.SECONDS, 1, 20).ratio()).isEqualTo(20);
    }

    @Test
    void aGoalIsReachedFromTheGoodSide() {
        Figure rate = figure(Unit.EVENTS_PER_SECOND, 200, 100);
        Figure time = figure(Unit.SECONDS, 1, 20);
        assertThat(rate.withGoal(Of.VALUE, 200).reached()).isTrue();
        assertThat(rate.withGoal(Of.VALUE, 201).reached()).isFalse();
        assertThat(time.withGoal(Of.VALUE, 1).reached()).isTrue();
        assertThat(time.withGoal(Of.VALUE, 0.9).reached()).isFalse();
        assertThat(time.withGoal(Of.RATIO, 20).reached()).isTrue();
        assertThat(time.withGoal(Of.RATIO, 20.1).reached()).isFalse();
        assertThat(time.reached()).isTrue();
    }

    @Test
    void bothTakeTurnsAndTheFirstRoundDoesNotCount() throws Exception {
        StringBuilder order = new StringBuilder();
        List<String> lines = new ArrayList<>();
        Rounds.Compared both =
                new Rounds(3, lines::add)
                        .compare(
                                "work",
                                () -> order.append('a').isEmpty() ? 0 : 7,
                                () -> order.append('b').isEmpty() ? 0 : 7);
        assertThat(order.toString()).isEqualTo("ab" + "ab" + "ba" + "ab");
        assertThat(both.found()).isEqualTo(7);
        assertThat(lines).hasSize(3);
    }

    @Test
    void workThatFindsSomethingElseThanItsBaselineIsNotCompared() {
        assertThatThrownBy(() -> new Rounds(1, line -> {}).compare("work", () -> 1, () -> 2))
                .hasMessage("work found 1, its baseline 2");
    }

    @Test
    void theMedianIsTheMiddle() {
        assertThat(Rounds.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Rounds.median(List.of(9.0, 1.0, 5.0, 7.0))).isEqualTo(6);
    }
}
