package io.stele.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What [AppendBench] found. Everything is the median over the slices, but for the maximum.
///
/// @param store durable, conditional appends through the store
/// @param bare the same bytes through a bare group commit
/// @param condition as `store`, with an append condition on each append
/// @param sync for a single writer: the same bytes written and synced by the writer itself
public record AppendBenchResult(
        Side store, Side bare, Optional<Side> condition, Optional<Side> sync) {

    /// The store's rate as a part of the bare one's.
    public double ratio() {
        return store.toSide(bare, Slice::eventsPerSecond);
    }

    /// The rate with an append condition as a part of the rate without.
    public Optional<Double> conditionRatio() {
        return condition.map(side -> side.toSide(store, Slice::eventsPerSecond));
    }

    /// How many times a bare write and sync the single writer waits.
    public Optional<Double> latencyRatio() {
        return sync.map(side -> store.toSide(side, Slice::p50Micros));
    }

    /// One of those that are compared. They took turns, so the slices of the same number ran one
    /// after the other, and what disturbed one mostly disturbed the other.
    public static final class Side {

        private final List<Slice> slices;

        Side(List<Slice> slices) {
            this.slices = List.copyOf(slices);
        }

        List<Slice> slices() {
            return slices;
        }

        public double eventsPerSecond() {
            return median(Slice::eventsPerSecond);
        }

        public double p50Micros() {
            return median(Slice::p50Micros);
        }

        public double p99Micros() {
            return median(Slice::p99Micros);
        }

        public double p999Micros() {
            return median(Slice::p999Micros);
        }

        public double cpuMicrosPerEvent() {
            return median(Slice::cpuMicrosPerEvent);
        }

        public double maxMicros() {
            return slices.stream().mapToDouble(Slice::maxMicros).max().orElse(0);
        }

        private double median(ToDoubleFunction<Slice> of) {
            return median(slices.stream().map(of::applyAsDouble).toList());
        }

        /// The median of the ratios of slices that ran one after the other.
        double toSide(Side other, ToDoubleFunction<Slice> of) {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < slices.size(); i++) {
                ratios.add(of.applyAsDouble(slices.get(i)) / of.applyAsDouble(other.slices.get(i)));
            }
            return median(ratios);
        }

        private static double median(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1
                    ? sorted.get(middle)
                    : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }
    }
}
