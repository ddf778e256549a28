package io.stele.e2e.hostile;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes inputs that are almost as they should be. The same seed makes the same input.
final class Mutator {

    private static final byte[][] ODD = {
        {0},
        {-1},
        {'\r', '\n'},
        {'%'},
        {'"'},
        {'{'},
        {'}'},
        {'['},
        {'\\', 'u', 'd', '8'},
        {(byte) 0xc0},
        {'-', '1'},
        {'9', '9', '9', '9', '9', '9', '9', '9', '9', '9', '9', '9', '9', '9', '9', '9'},
        {'1', 'e', '9', '9', '9'},
        {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
        {0x7f, -1, -1, -1}
    };

    private static final int CHANGES_MAX = 4;

    private final Random random;

    Mutator(long seed) {
        this.random = new Random(seed);
    }

    /// One of `valid`, changed at a few places; now and then not at all.
    byte[] mutate(List<byte[]> valid) {
        byte[] bytes = valid.get(random.nextInt(valid.size()));
        int changes = random.nextInt(CHANGES_MAX + 1);
        for (int i = 0; i < changes; i++) {
            bytes = change(bytes, valid.get(random.nextInt(valid.size())));
        }
        return bytes;
    }

    private byte[] change(byte[] bytes, byte[] other) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(16));
        return switch (random.nextInt(7)) {
            case 0 -> flipped(bytes);
            case 1 -> spliced(bytes, from, from, ODD[random.nextInt(ODD.length)]);
            case 2 -> spliced(bytes, from, to, ODD[random.nextInt(ODD.length)]);
            case 3 -> spliced(bytes, from, to, new byte[0]);
            case 4 -> spliced(bytes, to, to, Arrays.copyOfRange(bytes, from, to));
            case 5 -> spliced(bytes, from, bytes.length, tail(other));
            default -> spliced(bytes, from, from, repeated(bytes, from, to));
        };
    }

    private byte[] flipped(byte[] bytes) {
        byte[] copy = bytes.clone();
        if (copy.length > 0) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    private byte[] tail(byte[] other) {
        return Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length);
    }

    private byte[] repeated(byte[] bytes, int from, int to) {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = random.nextInt(2_000); i > 0; i--) {
            many.write(bytes, from, to - from);
        }
        return many.toByteArray();
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(middle);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
