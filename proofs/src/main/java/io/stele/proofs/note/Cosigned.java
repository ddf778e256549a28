package io.stele.proofs.note;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/// What a cosignature signs, and how its bytes lie: the time in seconds (8 bytes, big-endian), then
/// the signature. C2SP tlog-cosignature, the form with Ed25519.
final class Cosigned {

    static final int SIGNATURE_BYTES = Long.BYTES + Ed25519.SIGNATURE_BYTES;

    private Cosigned() {}

    static String message(String text, Instant time) {
        return message(text, time.getEpochSecond());
    }

    static String message(String text, byte[] timed) {
        return message(text, ByteBuffer.wrap(timed).getLong());
    }

    private static String message(String text, long seconds) {
        return "cosignature/v1\ntime " + Long.toUnsignedString(seconds) + "\n" + text;
    }

    static byte[] timed(Instant time, byte[] signature) {
        return ByteBuffer.allocate(SIGNATURE_BYTES)
                .putLong(time.getEpochSecond())
                .put(signature)
                .array();
    }

    static byte[] signature(byte[] timed) {
        return Arrays.copyOfRange(timed, Long.BYTES, timed.length);
    }

    static Instant time(byte[] timed) {
        return Instant.ofEpochSecond(ByteBuffer.wrap(timed).getLong());
    }
}
