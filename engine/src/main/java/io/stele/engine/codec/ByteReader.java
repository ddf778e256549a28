package io.stele.engine.codec;

import io.stele.model.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;

/// A walk over little-endian bytes.
///
/// Every step checks that it stays within the bytes given, and throws
/// [IndexOutOfBoundsException] where it would not.
final class ByteReader {

    /// Runs of more than this are copied out, so that a small event does not keep a large frame.
    private static final int SHARED_BYTES_MAX = 64 << 10;

    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle SHORT = view(short[].class);

    private static final KnownTexts KNOWN = new KnownTexts();

    private final byte[] bytes;
    private final int end;
    private int at;

    ByteReader(byte[] bytes, int offset, int size) {
        Objects.checkFromIndexSize(offset, size, bytes.length);
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + size;
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    boolean atEnd() {
        return at == end;
    }

    int u8() {
        return bytes[step(1)] & 0xff;
    }

    int u16() {
        return (short) SHORT.get(bytes, step(2)) & 0xffff;
    }

    int i32() {
        return (int) INT.get(bytes, step(4));
    }

    long i64() {
        return (long) LONG.get(bytes, step(8));
    }

    UUID uuid() {
        return new UUID(i64(), i64());
    }

    String shortText() {
        return text(u16());
    }

    /// As [#shortText], for a text that is likely to come again.
    String knownText() {
        int size = u16();
        return KNOWN.text(bytes, step(size), size);
    }

    String longText() {
        return text(i32());
    }

    private String text(int size) {
        return new String(bytes, step(size), size, StandardCharsets.UTF_8);
    }

    Bytes sized() {
        int size = i32();
        int from = step(size);
        Bytes shared = Bytes.wrap(bytes, from, size);
        return bytes.length > SHARED_BYTES_MAX ? Bytes.wrap(shared.toByteArray()) : shared;
    }

    private int step(int count) {
        int from = at;
        if (count < 0 || count > end - from) {
            throw new IndexOutOfBoundsException(
                    "%d bytes wanted at %d, %d there".formatted(count, from, end - from));
        }
        at = from + count;
        return from;
    }
}
