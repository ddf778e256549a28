package io.stele.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/// What [AppendBench] measures.
///
/// @param writers how many threads append at the same time, each waiting for its own append
/// @param virtual whether they are virtual threads
/// @param sizeBytes of one event's data
/// @param measured how long the store is measured in all; the bare group commit gets as much
/// @param warmup how long both run first, together, without being measured
/// @param directory where the files go; they are made in a directory below it, deleted afterwards
public record AppendBenchOptions(
        int writers,
        boolean virtual,
        int sizeBytes,
        Duration measured,
        Duration warmup,
        Path directory) {

    public AppendBenchOptions {
        checkAtLeast("writers", writers, 1);
        checkAtLeast("sizeBytes", sizeBytes, 2);
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
