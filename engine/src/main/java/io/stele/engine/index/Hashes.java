package io.stele.engine.index;

import io.stele.model.StreamName;
import java.util.UUID;

/// Hashes of ids, 64 bits, well mixed. Not for storing: they may change between versions.
final class Hashes {

    private Hashes() {}

    static long ofAppend(UUID appendId) {
        return mix(appendId.getMostSignificantBits() ^ mix(appendId.getLeastSignificantBits()));
    }

    /// An event id counts within its stream.
    static long ofEvent(StreamName stream, UUID eventId) {
        return mix(ofAppend(eventId) + 0x9E3779B97F4A7C15L * (stream.value().hashCode() + 1L));
    }

    /// The finaliser of MurmurHash3 (Austin Appleby, public domain).
    private static long mix(long value) {
        long h = value;
        h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
        h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return h ^ (h >>> 33);
    }
}
