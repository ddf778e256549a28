package io.stele.engine.index;

import io.stele.log.Disk;
import io.stele.log.LogCorruptException;
import io.stele.log.MappedFile;
import io.stele.log.ResidentPages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/*
 * Layout: docs/formats/index.md. Keys are sorted, sixteen to a sample: a look-up asks the filter,
 * searches the samples by halves, and walks at most sixteen keys. Ids are sorted by hash, which is
 * spread evenly, so that a look-up guesses its place from its value.
 */
/// The index of a stretch of the log, in a file that never changes.
final class SealedIndex implements IndexPart, AutoCloseable {

    private final MappedFile file;
    private final IndexLayout layout;
    private final IndexBytes bytes;
    private final long filterBlocks;
    private final long fileBytes;

    private SealedIndex(MappedFile file, IndexLayout layout, int[] checksums) {
        this.file = file;
        this.layout = layout;
        this.fileBytes = file.bytes().byteSize();
        this.bytes = new IndexBytes(this, file, checksums, layout.checksumsOffset());
        this.filterBlocks =
                (layout.segmentsOffset() - layout.filterOffset()) / BloomFilter.BLOCK_BYTES;
    }

    /// A segment that the file covers.
    ///
    /// @param endPosition where it ends, exclusive
    /// @param lastChecksum of its last frame, which says whether the file is of this very segment
    record Covered(long firstPosition, long endPosition, int lastChecksum) {}

    /// @throws LogCorruptException when the file is not whole
    static SealedIndex open(Disk disk, Path path, ResidentPages pages) throws IOException {
        MappedFile file = new MappedFile(disk, path, pages);
        try {
            IndexLayout layout = IndexLayout.decode(file.bytes(), path);
            int[] checksums =
                    file.bytes()
                            .asSlice(layout.checksumsOffset(), layout.blockCount() * 4L)
                            .toArray(IndexLayout.INT);
            if (crc(checksums) != layout.checksumsCrc()) {
                throw new LogCorruptException(
                        "the checksums of the index file are damaged",
                        path,
                        layout.checksumsOffset());
            }
            return new SealedIndex(file, layout, checksums);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        } catch (InternalError e) {
            file.close();
            throw LogCorruptException.unreadable(path, 0, e);
        }
    }

    static int crc(int[] checksums) {
        CRC32C crc = new CRC32C();
        for (int checksum : checksums) {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                crc.update(checksum >>> shift);
            }
        }
        return (int) crc.getValue();
    }

    Path path() {
        return file.path();
    }

    IndexLayout layout() {
        return layout;
    }

    @Override
    public long firstPosition() {
        return layout.firstPosition();
    }

    @Override
    public long endPosition() {
        return layout.endPosition();
    }

    @Override
    public long fileBytes() {
        return fileBytes;
    }

    @Override
    public long offsetOf(long position) {
        return bytes.i32(layout.placesOffset() + (position - layout.firstPosition()) * 4);
    }

    /// The segments that it covers, in order.
    List<Covered> segments() {
        List<Covered> all = new ArrayList<>();
        for (int i = 0; i < layout.segmentCount(); i++) {
            long at = layout.segmentsOffset() + (long) i * IndexLayout.SEGMENT_BYTES;
            all.add(new Covered(bytes.i64(at), bytes.i64(at + 8), bytes.i32(at + 16)));
        }
        return all;
    }

    /// Reads all of it.
    ///
    /// @throws IndexDamagedException when a block is not what was written
    void checkAll() {
        byte[] block = new byte[IndexLayout.BLOCK_BYTES];
        long end = layout.checksumsOffset();
        for (long at = IndexLayout.HEADER_BYTES; at < end; at += block.length) {
            bytes.copy(at, block, (int) Math.min(block.length, end - at));
        }
    }

    /// A page that was read before is not to be had any more.
    void distrust() {
        bytes.distrust();
    }

    private boolean mayHave(long hash) {
        return BloomFilter.mayHave(bytes, layout.filterOffset(), filterBlocks, hash);
    }

    @Override
    public boolean findId(long hash, LongPredicate accept) {
        if (!mayHave(hash)) {
            return false;
        }
        for (long at = firstId(hash); at < layout.idCount() && idHash(at) == hash; at++) {
            if (accept.test(idPosition(at))) {
                return true;
            }
        }
        return false;
    }

    private long idHash(long at) {
        return bytes.i64(layout.idsOffset() + at * IndexLayout.ID_BYTES);
    }

    private long idPosition(long at) {
        return layout.firstPosition()
                + bytes.i32(layout.idsOffset() + at * IndexLayout.ID_BYTES + 8);
    }

    /// The first id whose hash is `hash` or above.
    private long firstId(long hash) {
        long low = 0;
        long high = layout.idCount();
        long guess = Math.unsignedMultiplyHigh(hash ^ Long.MIN_VALUE, layout.idCount());
        for (long step = 8; low < high; step *= 8) { // closes in around the guess
            if (idHash(guess) < hash) {
                low = guess + 1;
                guess = low + step;
                if (guess >= high || idHash(guess) >= hash) {
                    high = Math.min(high, guess);
                    break;
                }
            } else {
                high = guess;
                guess = high - step;
                if (guess < low || idHash(guess) < hash) {
                    low = Math.max(low, guess);
                    break;
                }
            }
        }
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (idHash(middle) < hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public @Nullable Postings postings(Key key) {
        KeyEntry entry = entry(key);
        return entry == null ? null : entry.postings();
    }

    @Override
    public @Nullable StreamPostings stream(Key key) {
        KeyEntry entry = entry(key);
        return entry == null ? null : new StreamPostings(entry.firstRevision, entry.postings());
    }

    private @Nullable KeyEntry entry(Key key) {
        if (!mayHave(key.hash())) {
            return null;
        }
        KeyEntry entry = new KeyEntry(firstOffset(key.bytes()));
        while (entry.next()) {
            int order = entry.compareTo(key.bytes());
            if (order >= 0) {
                return order == 0 ? entry : null;
            }
        }
        return null;
    }

    /// Where to begin a walk to `key`: at the last sample that is not above it.
    private long firstOffset(byte[] key) {
        long low = 1;
        long high = layout.sampleCount() - 1;
        byte[] begin = Arrays.copyOf(key, IndexLayout.SAMPLE_KEY_BYTES);
        while (low <= high) {
            long middle = (low + high) >>> 1;
            if (compareSample(middle, begin, key) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low == 1 && layout.sampleCount() == 0 ? layout.keysOffset() : sample(low - 1);
    }

    /// Compares a sample with `key`: mostly by how they begin, which saves reading where the key
    /// stands.
    private int compareSample(long index, byte[] begin, byte[] key) {
        long at = layout.samplesOffset() + index * IndexLayout.SAMPLE_BYTES;
        byte[] sample = bytes.bytes(at + Long.BYTES, IndexLayout.SAMPLE_KEY_BYTES);
        int order = Arrays.compareUnsigned(sample, begin);
        if (order != 0) {
            return order;
        }
        KeyEntry entry = new KeyEntry(sample(index));
        return entry.next() ? entry.compareTo(key) : 1;
    }

    private long sample(long index) {
        return bytes.i64(layout.samplesOffset() + index * IndexLayout.SAMPLE_BYTES);
    }

    @Override
    public KeyCursor keys(byte[] from) {
        long start = firstOffset(from);
        KeyEntry before = new KeyEntry(start);
        KeyEntry at = new KeyEntry(start);
        while (at.next() && at.compareTo(from) < 0) {
            before.next();
        }
        return before;
    }

    /// A walk over the keys, and the one where it is.
    private final class KeyEntry implements KeyCursor {

        private static final int WINDOW_BYTES = 256;

        private final byte[] window = new byte[WINDOW_BYTES];
        private long windowOffset;
        private int windowBytes;
        private long next;
        private long name;
        private int nameBytes;
        private int count;
        private long firstRevision;
        private long start;

        KeyEntry(long offset) {
            next = offset;
        }

        @Override
        public boolean next() {
            if (next >= layout.samplesOffset()) {
                return false;
            }
            nameBytes = (int) varint();
            name = next;
            next += nameBytes;
            count = (int) varint();
            firstRevision = i8(name) == Key.Kind.STREAM.code() ? varint() : 0;
            long size = varint();
            start = next;
            next += size;
            return true;
        }

        private long varint() {
            long value = 0;
            int shift = 0;
            byte b;
            do {
                b = i8(next++);
                value |= (long) (b & 0x7F) << shift;
                shift += 7;
            } while (b < 0);
            return value;
        }

        /// Reads through a window: most of what is asked for stands close together.
        private byte i8(long offset) {
            if (offset < windowOffset || offset >= windowOffset + windowBytes) {
                windowBytes = (int) Math.min(WINDOW_BYTES, layout.samplesOffset() - offset);
                bytes.copy(offset, window, windowBytes);
                windowOffset = offset;
            }
            return window[(int) (offset - windowOffset)];
        }

        /// Compares as [Arrays#compareUnsigned(byte\[\], byte\[\])] does.
        int compareTo(byte[] key) {
            int common = Math.min(nameBytes, key.length);
            for (int i = 0; i < common; i++) {
                int order = (i8(name + i) & 0xFF) - (key[i] & 0xFF);
                if (order != 0) {
                    return order;
                }
            }
            return nameBytes - key.length;
        }

        @Override
        public byte[] key() {
            return bytes.bytes(name, nameBytes);
        }

        @Override
        public long firstRevision() {
            return firstRevision;
        }

        @Override
        public SealedPostings postings() {
            return new SealedPostings(bytes, layout.firstPosition(), count, start, next);
        }
    }

    @Override
    public long idCount() {
        return layout.idCount();
    }

    @Override
    public long keyCount() {
        return layout.keyCount();
    }

    @Override
    public IdCursor ids() {
        return new SealedIds();
    }

    /// Reads many at a time: a merge walks over all ids of its parts.
    private final class SealedIds implements IdCursor {

        private static final int CHUNK_IDS = 512;

        private final ByteBuffer chunk =
                ByteBuffer.allocate(CHUNK_IDS * IndexLayout.ID_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .limit(0);
        private long read; // ids
        private long hash;
        private int relative;

        @Override
        public boolean next() {
            if (!chunk.hasRemaining() && !readChunk()) {
                return false;
            }
            hash = chunk.getLong();
            relative = chunk.getInt();
            return true;
        }

        private boolean readChunk() {
            int ids = (int) Math.min(CHUNK_IDS, layout.idCount() - read);
            int length = ids * IndexLayout.ID_BYTES;
            bytes.copy(layout.idsOffset() + read * IndexLayout.ID_BYTES, chunk.array(), length);
            chunk.position(0).limit(length);
            read += ids;
            return ids > 0;
        }

        @Override
        public long hash() {
            return hash;
        }

        @Override
        public long position() {
            return layout.firstPosition() + relative;
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
