package io.stele.proofs.tree;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/// A SHA-256 hash: of a leaf, of an inner node, of a whole tree.
public final class Hash {

    public static final int SIZE_BYTES = 32;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @param bytes a hash that nobody changes from here on
    /// @throws IllegalArgumentException when it is not of 32 bytes
    public static Hash wrap(byte[] bytes) {
        if (bytes.length != SIZE_BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes);
    }

    /// The hash at `index` of hashes that stand one behind the other.
    public static Hash at(byte[] hashes, int index) {
        int from = index * SIZE_BYTES;
        return new Hash(Arrays.copyOfRange(hashes, from, from + SIZE_BYTES));
    }

    /// Reads what [#base64] wrote, and nothing else: no other text stands for the same hash.
    ///
    /// @throws IllegalArgumentException when it is not the base64 of 32 bytes
    public static Hash parse(String base64) {
        Hash hash = wrap(Base64.getDecoder().decode(base64));
        if (!hash.base64().equals(base64)) {
            throw new IllegalArgumentException("not the base64 of a hash: " + base64);
        }
        return hash;
    }

    /// RFC 4648, section 4, with padding.
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// A copy.
    public byte[] toByteArray() {
        return bytes.clone();
    }

    void putInto(MessageDigest digest) {
        digest.update(bytes);
    }

    void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, SIZE_BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return base64();
    }
}
