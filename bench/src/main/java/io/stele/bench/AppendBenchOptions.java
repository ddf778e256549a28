package io.stele.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/// What [AppendBench] measures.
///
/// @param writers how many threads append at the same time, each waiting for its own append
/// @param virtual whether they are virtual threads
/// @param sizeBytes of one event's data
/// @param exact whether each append names its stream's last revision; else it expects anything
/// @param condition whether to measure appends with a condition of two tags as well; then the
///     events of both have these tags
/// @param rounds how often to begin again, each time with fresh files
/// @param measured how long the store is measured in each round; the others get as much
/// @param warmup how long all run first, together, without being measured
/// @param directory where the files go; they are made in a directory below it, deleted afterwards
public record AppendBenchOptions(
        int writers,
        boolean virtual,
        int sizeBytes,
        boolean exact,
        boolean condition,
        int rounds,
        Duration measured,
        Duration warmup,
        Path directory) {

    public AppendBenchOptions {
        checkAtLeast("writers", writers, 1);
        checkAtLeast("sizeBytes", sizeBytes, 2);
        checkAtLeast("rounds", rounds, 1);
        checkAtLeast("measured, in milliseconds,", measured.toMillis(), 100);
        checkAtLeast("warmup, in milliseconds,", warmup.toMillis(), 0);
        Objects.requireNonNull(directory, "directory");
    }

    private static void checkAtLeast(String what, long value, long min) {
        if (value < min) {
            throw new IllegalArgumentException(
                    what + " must be at least " + min + ", but is " + value);
        }
    }
}
