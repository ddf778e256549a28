package io.stele.http.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/*
 * Log-linear buckets, as in HdrHistogram: every doubling of the time is cut into 2^bits equal
 * buckets. A time in units of 1,024 ns is x; below 2^bits each x has a bucket of its own, above
 * that the leading bits+1 bits of x name the bucket. Finding it takes a count of leading zeros and
 * a shift; recording is one atomic addition to it, and two to the sum.
 */
/// How long something took, from a microsecond to 68 seconds; longer times only count. Recording
/// takes no lock and allocates nothing. For any number of threads.
public final class LatencyHistogram {

    /// How fine the buckets are.
    public enum Resolution {
        /// A quantile read from it is at most 12.5 % too high or too low.
        FINE(3),
        /// At most 25 %.
        COARSE(2);

        private final int bits;

        Resolution(int bits) {
            this.bits = bits;
        }
    }

    private static final int UNIT_SHIFT = 10;
    private static final int DOUBLINGS = 26;

    private final int bits;
    private final AtomicLongArray buckets;
    private final LongAdder sumNanos = new LongAdder();

    public LatencyHistogram(Resolution resolution) {
        this.bits = resolution.bits;
        this.buckets = new AtomicLongArray(((DOUBLINGS - bits + 1) << bits) + 1);
    }

    /// @param nanos below 0 counts as 0
    public void record(long nanos) {
        long positive = Math.max(0, nanos);
        buckets.getAndIncrement(bucketOf(positive >>> UNIT_SHIFT));
        sumNanos.add(positive);
    }

    private int bucketOf(long units) {
        if (units >>> DOUBLINGS != 0) {
            return overflow();
        }
        int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(units) - bits);
        return (shift << bits) + (int) (units >>> shift);
    }

    /// The bucket for what is longer than all others.
    int overflow() {
        return buckets.length() - 1;
    }

    long count(int bucket) {
        return buckets.get(bucket);
    }

    /// Times in this bucket are below this; not for the overflow.
    double upperSeconds(int bucket) {
        int shift = Math.max(0, (bucket >>> bits) - 1);
        long mantissa = bucket - ((long) shift << bits);
        return (double) ((mantissa + 1) << shift << UNIT_SHIFT) / TimeUnit.SECONDS.toNanos(1);
    }

    double sumSeconds() {
        return (double) sumNanos.sum() / TimeUnit.SECONDS.toNanos(1);
    }
}
