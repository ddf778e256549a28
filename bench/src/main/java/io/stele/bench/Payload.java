package io.stele.bench;

import io.stele.model.Bytes;
import java.util.SplittableRandom;
import java.util.UUID;

/// What benchmarks write.
public final class Payload {

    private Payload() {}

    /// A JSON text of exactly `sizeBytes`.
    ///
    /// @param sizeBytes 2 or more
    public static Bytes json(int sizeBytes) {
        String frame = "{\"text\":\"\"}";
        int fill = sizeBytes - frame.length();
        return Bytes.utf8(
                fill < 0
                        ? "\"" + "x".repeat(sizeBytes - 2) + "\""
                        : "{\"text\":\"" + "x".repeat(fill) + "\"}");
    }

    /// A random UUID from a fast source: making ids is the caller's work, not what is measured.
    public static UUID uuid(SplittableRandom random) {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L; // version 4
        long low = (random.nextLong() >>> 2) | Long.MIN_VALUE; // the usual variant
        return new UUID(high, low);
    }
}
