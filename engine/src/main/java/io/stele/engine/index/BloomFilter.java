package io.stele.engine.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/*
 * A split block Bloom filter: a hash chooses a block of eight 32-bit words, and one bit in each
 * (F. Putze, P. Sanders, J. Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007). One
 * look-up touches 32 bytes; 12 bits a hash let through about one miss in 200.
 */
/// Tells most hashes that are not there.
final class BloomFilter {

    static final int BLOCK_BYTES = 32;
    private static final int BITS_PER_HASH = 12;

    /// Odd numbers; each picks another five bits of the hash.
    private static final int[] MULTIPLIERS = {
        0x9E3779B1,
        0x85EBCA77,
        0xC2B2AE3D,
        0x27D4EB2F,
        0x165667B1,
        0x7FEB352D,
        0x846CA68B,
        0x2C1B3C6D
    };

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int[] words;

    BloomFilter(long hashes) {
        words = new int[Math.toIntExact(blocks(hashes) * 8)];
    }

    static long blocks(long hashes) {
        return hashes * BITS_PER_HASH / (BLOCK_BYTES * 8) + 1;
    }

    void add(long hash) {
        int block = (int) block(hash, words.length / 8);
        for (int i = 0; i < 8; i++) {
            words[block * 8 + i] |= bit(hash, i);
        }
    }

    int[] words() {
        return words;
    }

    private static long block(long hash, long blocks) {
        return ((hash >>> 32) * blocks) >>> 32;
    }

    private static int bit(long hash, int word) {
        return 1 << (((int) hash * MULTIPLIERS[word]) >>> 27);
    }

    /// @param blocks how many blocks the filter at `offset` has
    static boolean mayHave(IndexBytes bytes, long offset, long blocks, long hash) {
        byte[] block = bytes.bytes(offset + block(hash, blocks) * BLOCK_BYTES, BLOCK_BYTES);
        for (int i = 0; i < 8; i++) {
            if (((int) WORD.get(block, i * 4) & bit(hash, i)) == 0) {
                return false;
            }
        }
        return true;
    }
}
