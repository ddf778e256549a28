package io.stele.engine.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * One text to a slot, chosen by length and ends of the bytes; the last one to come stays. A slot is
 * read and written without a lock: an entry is immutable, so who sees one sees all of it, and who
 * sees an old one decodes the text once more.
 */
/// Texts of which a log has few and each of them often: types, actors, names of metadata. Decoding
/// one again gives the same string, which saves most of what an event costs besides its data.
final class KnownTexts {

    private static final int SLOTS = 1 << 10;
    private static final int TEXT_BYTES_MAX = 64;

    private final @Nullable Entry[] entries = new Entry[SLOTS];

    private static final class Entry {
        private final byte[] utf8;
        private final String text;

        Entry(byte[] utf8) {
            this.utf8 = utf8;
            this.text = new String(utf8, StandardCharsets.UTF_8);
        }

        boolean is(byte[] bytes, int from, int size) {
            return utf8.length == size && Arrays.equals(utf8, 0, size, bytes, from, from + size);
        }
    }

    /// The text that `size` bytes of UTF-8 are.
    String text(byte[] bytes, int from, int size) {
        if (size == 0) {
            return "";
        }
        if (size > TEXT_BYTES_MAX) {
            return new String(bytes, from, size, StandardCharsets.UTF_8);
        }
        int slot = slot(bytes, from, size);
        Entry known = entries[slot];
        if (known == null || !known.is(bytes, from, size)) {
            known = new Entry(Arrays.copyOfRange(bytes, from, from + size));
            entries[slot] = known;
        }
        return known.text;
    }

    private static int slot(byte[] bytes, int from, int size) {
        int hash = size * 31 + bytes[from];
        hash = hash * 31 + bytes[from + size / 2];
        hash = hash * 31 + bytes[from + size - 1];
        return (hash * 0x9E3779B9) >>> 22;
    }
}
