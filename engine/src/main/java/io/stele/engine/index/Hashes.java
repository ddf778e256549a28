package io.stele.engine.index;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Hashes of what is looked up, 64 bits, well mixed. They stand in index files, and begin with the
/// log's own id, so that names made to collide in one log do not in another.
final class Hashes {

    private static final long FNV_PRIME = 0x100000001B3L;

    private final long seed;

    Hashes(UUID logId) {
        seed = mix(logId.getMostSignificantBits() ^ mix(logId.getLeastSignificantBits()));
    }

    Key key(Key.Kind kind, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[utf8.length + 1];
        bytes[0] = kind.code();
        System.arraycopy(utf8, 0, bytes, 1, utf8.length);
        return new Key(bytes, ofKey(bytes));
    }

    /// FNV-1a (Fowler, Noll, Vo), then mixed.
    ///
    /// @param key kind and text, as in [Key]
    long ofKey(byte[] key) {
        long hash = seed;
        for (byte b : key) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return mix(hash);
    }

    long ofAppend(UUID appendId) {
        return of(appendId, seed);
    }

    /// An event id counts within its stream.
    static long ofEvent(Key stream, UUID eventId) {
        return of(eventId, stream.hash());
    }

    private static long of(UUID id, long start) {
        return mix(mix(start ^ id.getMostSignificantBits()) ^ id.getLeastSignificantBits());
    }

    /// The finaliser of MurmurHash3 (Austin Appleby, public domain).
    private static long mix(long value) {
        long h = value;
        h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
        h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return h ^ (h >>> 33);
    }
}
