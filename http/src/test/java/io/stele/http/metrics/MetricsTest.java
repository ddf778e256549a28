package io.stele.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.http.metrics.LatencyHistogram.Resolution;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void everyTimeIsInABucketThatIsNoWiderThanPromised() {
        SplittableRandom random = new SplittableRandom(20_261_124);
        for (int i = 0; i < 10_000; i++) {
            long nanos = random.nextLong(10_000, 1L << random.nextInt(15, 36));
            checkBucket(nanos, Resolution.FINE, 0.125);
            checkBucket(nanos, Resolution.COARSE, 0.25);
        }
    }

    private static void checkBucket(long nanos, Resolution resolution, double errorMax) {
        LatencyHistogram histogram = new LatencyHistogram(resolution);
        histogram.record(nanos);
        int bucket = 0;
        while (histogram.count(bucket) == 0) {
            bucket++;
        }
        double upper = histogram.upperSeconds(bucket);
        double lower = bucket == 0 ? 0 : histogram.upperSeconds(bucket - 1);
        double seconds = nanos / 1e9;
        assertThat(seconds).as("%d ns", nanos).isGreaterThanOrEqualTo(lower).isLessThan(upper);
        assertThat(upper - lower).as("%d ns", nanos).isLessThanOrEqualTo(errorMax * seconds + 2e-6);
    }

    @Test
    void boundsGrowAndWhatIsLongerThanAllOfThemStillCounts() {
        LatencyHistogram histogram = new LatencyHistogram(Resolution.FINE);
        for (int i = 1; i < histogram.overflow(); i++) {
            assertThat(histogram.upperSeconds(i)).isGreaterThan(histogram.upperSeconds(i - 1));
        }
        assertThat(histogram.upperSeconds(histogram.overflow() - 1)).isBetween(68.0, 69.0);
        histogram.record(Long.MAX_VALUE);
        histogram.record(-1);
        assertThat(histogram.count(histogram.overflow())).isOne();
        assertThat(histogram.count(0)).isOne();
    }

    @Test
    void theyAreToldAsPrometheusReadsThem() {
        Metrics metrics = new Metrics();
        metrics.counter("b_total", "Some b.", "kind").with("x\"\\\n").add(3);
        metrics.gauge("a", "An a.", () -> 0.5);
        metrics.latency("c_seconds", "C.", Resolution.COARSE, "of").with("y").record(5_000_000);
        assertThat(PrometheusText.of(metrics))
                .startsWith("# HELP a An a.\n# TYPE a gauge\na 0.5\n# HELP b_total Some b.\n")
                .contains("b_total{kind=\"x\\\"\\\\\\n\"} 3\n")
                .contains(
                        "# TYPE c_seconds histogram\nc_seconds_bucket{of=\"y\",le=\"1.024E-6\"} 0\n")
                .contains("c_seconds_bucket{of=\"y\",le=\"+Inf\"} 1\n")
                .endsWith("c_seconds_sum{of=\"y\"} 0.005\nc_seconds_count{of=\"y\"} 1\n");
    }

    @Test
    void oneNameIsOneMetric() {
        Metrics metrics = new Metrics();
        metrics.counter("a_total", "A.", "kind").with("x").increment();
        assertThat(metrics.counter("a_total", "A.", "kind").with("x").sum()).isOne();
        assertThatThrownBy(() -> metrics.counter("a_total", "A.", "other"))
                .hasMessageContaining("a_total");
        assertThatThrownBy(() -> metrics.counter("b_total", "B.", "kind").with("x", "y"))
                .hasMessageContaining("b_total");
    }
}
