package io.stele.log.simulated;

import org.jspecify.annotations.Nullable;

/// Runs a simulation for many seeds, and says in one line how to run a failing one again.
///
/// `-Dstele.seed=N` runs that one alone; `-Dstele.seeds=N` sets how many are run, and
/// `-Dstele.firstSeed=N` from where on. What a run does follows from its seed and nothing else.
public final class Seeds {

    private static final int NORMALLY = 300;

    private Seeds() {}

    /// One run of a simulation.
    public interface Run {

        /// @return which invariant was broken and how; null when none was
        @Nullable String violation(long seed) throws Exception;
    }

    /// Runs the seeds that were asked for.
    ///
    /// @param simulation the test class, for the replay line
    /// @throws AssertionError at the first seed that breaks an invariant or throws
    public static void each(Class<?> simulation, Run run) {
        Long only = Long.getLong("stele.seed");
        long first = only != null ? only : Long.getLong("stele.firstSeed", 0);
        long count = only != null ? 1 : Long.getLong("stele.seeds", NORMALLY);
        for (long seed = first; seed < first + count; seed++) {
            String violation;
            try {
                violation = run.violation(seed);
            } catch (Exception | Error e) {
                throw new AssertionError(replay(simulation, seed) + e, e);
            }
            if (violation != null) {
                throw new AssertionError(replay(simulation, seed) + violation);
            }
        }
    }

    /// In how many of the seeds from 0 on an invariant was broken, or something was thrown: to show
    /// that a planted fault is noticed.
    public static int noticed(int seeds, Run run) {
        int noticed = 0;
        for (long seed = 0; seed < seeds; seed++) {
            try {
                if (run.violation(seed) != null) {
                    noticed++;
                }
            } catch (Exception | Error e) {
                noticed++;
            }
        }
        return noticed;
    }

    private static String replay(Class<?> simulation, long seed) {
        String[] packages = simulation.getPackageName().split("\\.");
        return "again: ./mvnw verify -pl %s -am -Dtest=%s -Dstele.seed=%d%n"
                .formatted(packages[packages.length - 1], simulation.getSimpleName(), seed);
    }
}
