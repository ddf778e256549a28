package io.stele.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// An immutable run of bytes.
///
/// Equality is by content. [#wrap] does not copy, so that the path from network to disk and back
/// need not; whoever wraps an array gives it away.
public final class Bytes {

    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int size;

    private Bytes(byte[] array, int offset, int size) {
        this.array = array;
        this.offset = offset;
        this.size = size;
    }

    /// A copy of `array`.
    public static Bytes copyOf(byte[] array) {
        return new Bytes(array.clone(), 0, array.length);
    }

    /// The array itself, which nobody may change from here on.
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /// A part of the array itself, which nobody may change from here on.
    public static Bytes wrap(byte[] array, int offset, int size) {
        Objects.checkFromIndexSize(offset, size, array.length);
        return new Bytes(array, offset, size);
    }

    /// The UTF-8 bytes of `text`.
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// A read-only view, positioned at the first byte.
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(array, offset, size).slice().asReadOnlyBuffer();
    }

    /// Writes all bytes at the buffer's position and moves it.
    ///
    /// @throws java.nio.BufferOverflowException when they do not fit; nothing is written then
    public void putInto(ByteBuffer target) {
        target.put(array, offset, size);
    }

    /// A copy.
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + size);
    }

    /// The bytes read as UTF-8; malformed input becomes U+FFFD.
    public String utf8() {
        return new String(array, offset, size, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(
                        array,
                        offset,
                        offset + size,
                        that.array,
                        that.offset,
                        that.offset + that.size);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + size; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /// The size, not the content: contents may be large or private.
    @Override
    public String toString() {
        return "Bytes[" + size + "]";
    }
}
