package io.stele.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// Ids that follow from what they are for, so that whoever does the same thing again uses the same
/// id: UUID version 5 (RFC 9562, section 5.5).
public final class DerivedIds {

    private DerivedIds() {}

    /// @param namespace what the name is unique in, such as the id of an event
    public static UUID of(UUID namespace, String name) {
        return of(namespace, name.getBytes(StandardCharsets.UTF_8));
    }

    public static UUID of(UUID namespace, byte[] name) {
        ByteBuffer hash = ByteBuffer.wrap(sha1(namespace, name));
        long high = (hash.getLong() & ~0xf000L) | 0x5000L;
        long low = (hash.getLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low);
    }

    private static byte[] sha1(UUID namespace, byte[] name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(
                    ByteBuffer.allocate(2 * Long.BYTES)
                            .putLong(namespace.getMostSignificantBits())
                            .putLong(namespace.getLeastSignificantBits())
                            .flip());
            return sha1.digest(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
