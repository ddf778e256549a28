package io.stele.bench.load;

/// What a short stretch of a run looked like.
///
/// @param atSeconds where it ended, from the beginning of the run
/// @param eventsPerSecond that were answered in it
/// @param p50Millis of the operations that were answered in it, as the others
/// @param errors how many operations failed in it
public record Sample(
        double atSeconds,
        double eventsPerSecond,
        double p50Millis,
        double p99Millis,
        double maxMillis,
        long errors) {}
