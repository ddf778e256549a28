package io.stele.groups.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Random lives of a group. `-Dstele.schedules=100000` runs more of them, `-Dstele.seed=N` one.
class GroupSimulation {

    private static final int SCHEDULES = Integer.getInteger("stele.schedules", 2_000);
    private static final long SEED = Long.getLong("stele.seed", -1);

    @Test
    void whateverHappensEachEventIsFinishedInOrderAndNoneIsSkipped() {
        assertThat(run(UnaryOperator.identity())).isPositive();
    }

    /// The simulation notices what others have shipped: a checkpoint at the last event sent.
    @Test
    void aCheckpointAheadOfUnfinishedEventsIsNoticed() {
        assertThatThrownBy(() ->
                        run(recording ->
                                new Recording(
                                        recording.readTo(),
                                        List.of(),
                                        recording.held(),
                                        recording.released(),
                                        recording.acks())))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is not finished");
    }

    @Test
    void aForgottenParkedStreamIsNoticed() {
        assertThatThrownBy(() ->
                        run(recording ->
                                new Recording(
                                        recording.readTo(),
                                        recording.unfinished(),
                                        List.of(),
                                        recording.released(),
                                        recording.acks())))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is not finished");
    }

    private static int run(UnaryOperator<Recording> writing) {
        long first = SEED >= 0 ? SEED : 0;
        int crashes = 0;
        for (long seed = first; seed < first + (SEED >= 0 ? 1 : SCHEDULES); seed++) {
            try {
                crashes += new GroupStory(seed, writing).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(e.getMessage() + "\nonce more: -Dstele.seed=" + seed, e);
            }
        }
        return crashes;
    }
}
