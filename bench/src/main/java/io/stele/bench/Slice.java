package io.stele.bench;

/// What one way of appending reached in a few tenths of a second.
///
/// @param cpuMicrosPerEvent processor time of the whole process, writers included; on a machine
///     that has other work to do it tells more than the rate
record Slice(
        double eventsPerSecond,
        double p50Micros,
        double p99Micros,
        double p999Micros,
        double maxMicros,
        double cpuMicrosPerEvent) {}
