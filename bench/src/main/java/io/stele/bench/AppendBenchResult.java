package io.stele.bench;

import java.util.List;

/// What [AppendBench] found. Rates are medians over the slices; latencies are over all of them.
///
/// @param store durable, conditional appends through the store
/// @param bare the same bytes through a bare group commit
public record AppendBenchResult(Side store, Side bare) {

    /// The store's rate as a part of the bare one's.
    public double ratio() {
        return store.eventsPerSecond() / bare.eventsPerSecond();
    }

    /// One of the two that are compared.
    ///
    /// @param slices events per second of each slice, in the order they ran
    public record Side(
            List<Double> slices,
            double p50Micros,
            double p99Micros,
            double p999Micros,
            double maxMicros) {

        public Side {
            slices = List.copyOf(slices);
        }

        public double eventsPerSecond() {
            List<Double> sorted = slices.stream().sorted().toList();
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1
                    ? sorted.get(middle)
                    : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }
    }
}
