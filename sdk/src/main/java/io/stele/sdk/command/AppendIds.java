package io.stele.sdk.command;

import io.stele.model.StreamName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// UUIDs that follow from names (version 5 of RFC 9562).
final class AppendIds {

    /// The namespace of append ids; chosen once, and written into every log since.
    private static final UUID NAMESPACE = UUID.fromString("6f0c8b5e-0d0e-4c1e-9a3b-5e1f7a9c2d41");

    private AppendIds() {}

    /// The append of a command that came with an idempotency key.
    static UUID of(StreamName stream, String idempotencyKey) {
        // A stream's name has no control characters, so the two parts cannot be confused.
        return version5(NAMESPACE, stream.value() + '\n' + idempotencyKey);
    }

    /// The event at `index` in an append.
    static UUID event(UUID appendId, int index) {
        return version5(appendId, Integer.toString(index));
    }

    static UUID version5(UUID namespace, String name) {
        byte[] hash = sha1(namespace, name);
        hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static byte[] sha1(UUID namespace, String name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(
                    ByteBuffer.allocate(16)
                            .putLong(namespace.getMostSignificantBits())
                            .putLong(namespace.getLeastSignificantBits())
                            .flip());
            return sha1.digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
