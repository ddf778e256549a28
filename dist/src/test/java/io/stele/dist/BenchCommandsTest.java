package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.dist.Cli.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The benchmarks that prepare a store; what they measure is tested in `bench`.
class BenchCommandsTest {

    @TempDir private Path directory;

    private Outcome bench(String what, String... more) {
        List<String> args =
                new java.util.ArrayList<>(
                        List.of("bench", what, "--rounds", "1", "--data", directory.toString()));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    @Test
    void eachHasHelpWithExamples() {
        assertThat(List.of("read", "open", "index"))
                .allSatisfy(what -> {
                    Outcome outcome = Cli.run("bench", what, "--help");
                    assertThat(outcome.exitCode()).isZero();
                    assertThat(outcome.out()).contains("Examples:", "stele bench " + what);
                    assertThat(outcome.err()).isEmpty();
                });
    }

    @Test
    void aFigureSaysItsRatioAndWhetherItsGoalIsReached() {
        Outcome outcome = bench("read", "--events", "500");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines())
                .hasSize(4)
                .allSatisfy(line ->
                        assertThat(line).matches(".* ratio [\\d.,]+   goal .*: (reached|missed)"));
        assertThat(outcome.err()).contains("preparing 500 events");
    }

    @Test
    void aMissedGoalIsAnErrorOnlyWhereThatIsAskedFor() {
        // Five hundred events are too few for two million a second.
        Outcome outcome = bench("read", "--events", "500", "--require", "--json");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        JsonNode first = Jsons.MAPPER.readTree(outcome.out()).path("figures").path(0);
        assertThat(first.path("goal").asDouble()).isEqualTo(2_000_000);
        assertThat(first.path("reached").asBoolean()).isFalse();
        assertThat(first.path("ratio").asDouble()).isPositive();
    }

    @Test
    void theIndexIsPrintedForAnEventAndForAStream() {
        Outcome outcome = bench("index", "--events", "1000");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("index in memory, an event", "index on disk, a stream");
    }

    @Test
    void appendsWithProofsAreComparedWithPlainOnes() {
        Outcome outcome = bench("proofs", "--writers", "2", "--seconds", "0.2");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("appends, 2 writers", "held against a checkpoint");
    }

    @Test
    void nonsenseIsRefusedBeforeAnythingIsMeasured() {
        Outcome outcome = bench("open", "--events", "5", "--streams", "6");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("an event for each: 5 events, 6 streams");
    }
}
