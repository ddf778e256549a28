package io.stele.model;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.UUID;

/*
 * Not UUID.randomUUID(): its one SecureRandom is a lock that all appending threads meet at. Ids have
 * to be unique, not secret; the seeds are secure, so that no two processes share them.
 */
/// Unique ids that sort by when they were made: UUID version 7 (RFC 9562, section 5.7), 48 bits of
/// milliseconds and 74 of chance. For any number of threads.
public final class TimeOrderedIds {

    private static final int STRIPES = 16; // a power of two
    private static final Stripe[] STRIPE = new Stripe[STRIPES];

    static {
        SecureRandom seeds = new SecureRandom();
        for (int i = 0; i < STRIPES; i++) {
            STRIPE[i] = new Stripe(seeds.nextLong(), seeds.nextLong());
        }
    }

    private TimeOrderedIds() {}

    public static UUID next() {
        return STRIPE[(int) Thread.currentThread().threadId() & (STRIPES - 1)].next();
    }

    private static final class Stripe {

        private final SplittableRandom high;
        private final SplittableRandom low;

        Stripe(long highSeed, long lowSeed) {
            high = new SplittableRandom(highSeed);
            low = new SplittableRandom(lowSeed);
        }

        synchronized UUID next() {
            long millis = System.currentTimeMillis();
            return new UUID(
                    millis << 16 | 0x7000 | high.nextInt() >>> 20,
                    Long.MIN_VALUE | low.nextLong() >>> 2);
        }
    }
}
