package io.stele.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/// What makes one text of bytes of another that is much like it. A store keeps a large snapshot as a
/// patch of an earlier one where that is much smaller: docs/formats/snapshot.md.
///
/// The bytes, big-endian: CRC-32C of the base, CRC-32C of the result, size of the result, then
/// steps: `offset ≥ 0, size` copies from the base, `-1, size, bytes` inserts.
public final class BytesPatch {

    /*
     * As rsync does it: each block of the base is known by a hash that can be moved along the target
     * byte by byte. Where a block is found, the match is extended as far as it goes.
     */

    private static final int BLOCK = 32;
    private static final int INSERT = -1;
    private static final int NONE = -1;
    private static final int PRIME = 16_777_619;
    private static final int FIRST_FACTOR = factorOfFirst();

    private BytesPatch() {}

    /// A patch that makes `target` of `base`. Its size is that of what differs, or of the whole
    /// target and a little more.
    public static Bytes of(Bytes base, Bytes target) {
        try {
            return Bytes.wrap(patch(base.toByteArray(), target.toByteArray()));
        } catch (IOException e) {
            throw new IllegalStateException("memory has no I/O", e);
        }
    }

    /// @throws IllegalArgumentException when the patch is damaged or of another base
    public static Bytes apply(Bytes base, Bytes patch) {
        try {
            return Bytes.wrap(applied(base.toByteArray(), patch.toByteArray()));
        } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("the patch is damaged: " + e.getMessage(), e);
        }
    }

    private static byte[] patch(byte[] base, byte[] target) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(crc(base));
            out.writeInt(crc(target));
            out.writeInt(target.length);
            writeSteps(base, target, out);
        }
        return bytes.toByteArray();
    }

    private static void writeSteps(byte[] base, byte[] target, DataOutputStream out)
            throws IOException {
        Map<Integer, Integer> blocks = blocks(base);
        int written = 0;
        int at = 0;
        int hash = at + BLOCK <= target.length ? hash(target, at) : 0;
        while (at + BLOCK <= target.length) {
            int found = blocks.getOrDefault(hash, NONE);
            int size = found == NONE ? 0 : matching(base, found, target, at);
            if (size >= BLOCK) {
                insert(target, written, at, out);
                out.writeInt(found);
                out.writeInt(size);
                at += size;
                written = at;
                hash = at + BLOCK <= target.length ? hash(target, at) : 0;
            } else {
                hash = at + BLOCK < target.length ? rolled(hash, target, at) : 0;
                at++;
            }
        }
        insert(target, written, target.length, out);
    }

    private static void insert(byte[] target, int from, int to, DataOutputStream out)
            throws IOException {
        if (to > from) {
            out.writeInt(INSERT);
            out.writeInt(to - from);
            out.write(target, from, to - from);
        }
    }

    /// Where each block of the base begins, by its hash; of equal ones the first.
    private static Map<Integer, Integer> blocks(byte[] base) {
        Map<Integer, Integer> blocks = new HashMap<>();
        for (int at = 0; at + BLOCK <= base.length; at += BLOCK) {
            blocks.putIfAbsent(hash(base, at), at);
        }
        return blocks;
    }

    private static int matching(byte[] base, int from, byte[] target, int at) {
        int size = 0;
        while (from + size < base.length
                && at + size < target.length
                && base[from + size] == target[at + size]) {
            size++;
        }
        return size;
    }

    private static int factorOfFirst() {
        int factor = 1;
        for (int i = 1; i < BLOCK; i++) {
            factor *= PRIME;
        }
        return factor;
    }

    private static int hash(byte[] bytes, int from) {
        int hash = 0;
        for (int i = from; i < from + BLOCK; i++) {
            hash = hash * PRIME + bytes[i];
        }
        return hash;
    }

    /// The hash of the block one byte further.
    private static int rolled(int hash, byte[] bytes, int from) {
        return (hash - bytes[from] * FIRST_FACTOR) * PRIME + bytes[from + BLOCK];
    }

    private static byte[] applied(byte[] base, byte[] patch) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(patch));
        if (in.readInt() != crc(base)) {
            throw new IllegalArgumentException("the patch is of another base");
        }
        int crc = in.readInt();
        int size = in.readInt();
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        while (target.size() < size) {
            int offset = in.readInt();
            int count = in.readInt();
            if (count < 1 || count > size - target.size()) {
                throw new IllegalArgumentException("the patch is damaged: a step of " + count);
            }
            if (offset == INSERT) {
                byte[] inserted = in.readNBytes(count);
                target.write(inserted);
                if (inserted.length < count) {
                    throw new IllegalArgumentException("the patch is cut short");
                }
            } else {
                target.write(base, offset, count);
            }
        }
        byte[] result = target.toByteArray();
        if (crc(result) != crc) {
            throw new IllegalArgumentException("the patch is damaged: its result is not as it was");
        }
        return result;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
