package io.stele.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Ids for the events of one append whose caller gave none.
///
/// When the caller names the append they derive from its id and the place in it (RFC 9562, version
/// 5), so that the same request sent again is the same append. Otherwise they are random.
public final class EventIds implements Supplier<UUID> {

    private final Optional<UUID> appendId;
    private int index;

    public EventIds(Optional<UUID> appendId) {
        this.appendId = appendId;
    }

    /// The id for the next event of the append, whether it is used or not.
    @Override
    public UUID get() {
        int at = index++;
        return appendId.map(id -> derived(id, at)).orElseGet(UUID::randomUUID);
    }

    static UUID derived(UUID namespace, int index) {
        byte[] name = Integer.toString(index).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer input = ByteBuffer.allocate(2 * Long.BYTES + name.length);
        input.putLong(namespace.getMostSignificantBits());
        input.putLong(namespace.getLeastSignificantBits());
        input.put(name);
        ByteBuffer hash = ByteBuffer.wrap(sha1(input.array()));
        long high = (hash.getLong() & ~0xf000L) | 0x5000L;
        long low = (hash.getLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low);
    }

    private static byte[] sha1(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
