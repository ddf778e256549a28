package io.stele.engine.codec;

import io.stele.model.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/// A growing run of little-endian bytes.
final class ByteWriter {

    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle SHORT = view(short[].class);

    private byte[] bytes;
    private int size;

    ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    int size() {
        return size;
    }

    /// The array that was written to; its first [#size()] bytes count.
    byte[] array() {
        return bytes;
    }

    static void setLong(byte[] target, int offset, long value) {
        LONG.set(target, offset, value);
    }

    static long getLong(byte[] from, int offset) {
        return (long) LONG.get(from, offset);
    }

    ByteWriter u8(int value) {
        int at = claim(1); // first: it may put another array in place of this one
        bytes[at] = (byte) value;
        return this;
    }

    ByteWriter u16(int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("does not fit into 16 bits: " + value);
        }
        int at = claim(2);
        SHORT.set(bytes, at, (short) value);
        return this;
    }

    ByteWriter i32(int value) {
        int at = claim(4);
        INT.set(bytes, at, value);
        return this;
    }

    ByteWriter i64(long value) {
        int at = claim(8);
        LONG.set(bytes, at, value);
        return this;
    }

    ByteWriter uuid(UUID value) {
        return i64(value.getMostSignificantBits()).i64(value.getLeastSignificantBits());
    }

    /// A text of at most 65,535 bytes, with its length before it.
    ByteWriter shortText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return u16(utf8.length).raw(utf8);
    }

    /// A text of any size, with its length before it.
    ByteWriter longText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return i32(utf8.length).raw(utf8);
    }

    ByteWriter sized(Bytes value) {
        i32(value.size());
        int at = claim(value.size());
        value.putInto(ByteBuffer.wrap(bytes, at, value.size()));
        return this;
    }

    private ByteWriter raw(byte[] value) {
        int at = claim(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        return this;
    }

    /// Makes room for `count` bytes and gives where they begin.
    private int claim(int count) {
        int at = size;
        size = Math.addExact(size, count);
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size, bytes.length + (bytes.length >> 1)));
        }
        return at;
    }
}
