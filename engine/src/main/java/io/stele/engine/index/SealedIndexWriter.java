package io.stele.engine.index;

import io.stele.engine.index.IndexPart.IdCursor;
import io.stele.engine.index.IndexPart.KeyCursor;
import io.stele.engine.index.SealedIndex.Covered;
import io.stele.log.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Writes the index file of a stretch of the log from the indexes of its parts: one in memory, when
/// a segment is sealed, or several files, when they are merged. Everything is merged as it is read,
/// so memory is needed for the filter alone.
final class SealedIndexWriter {

    private final UUID logId;
    private final Hashes hashes;
    private final List<? extends IndexPart> parts;
    private final List<Covered> segments;
    private final BloomFilter filter;
    private long idCount;
    private long keyCount;

    /// @param parts next to one another, ascending, none written to any more
    /// @param segments that they cover
    SealedIndexWriter(
            UUID logId, Hashes hashes, List<? extends IndexPart> parts, List<Covered> segments) {
        this.logId = logId;
        this.hashes = hashes;
        this.parts = parts;
        this.segments = segments;
        this.filter =
                new BloomFilter(
                        parts.stream().mapToLong(part -> part.idCount() + part.keyCount()).sum());
    }

    /// Writes the file and makes it durable.
    ///
    /// @param cancelled asked now and then
    void write(Disk.DiskFile file, BooleanSupplier cancelled) throws IOException {
        IndexOutput to = new IndexOutput(file, cancelled);
        writePlaces(to);
        writeIds(to);
        long keysOffset = to.offset();
        List<Sample> samples = writeKeys(to);
        long samplesOffset = to.offset();
        for (Sample sample : samples) {
            to.i64(sample.offset());
            to.bytes(sample.begin());
        }
        long filterOffset = to.offset();
        for (int word : filter.words()) {
            to.i32(word);
        }
        long segmentsOffset = to.offset();
        for (Covered segment : segments) {
            to.i64(segment.firstPosition());
            to.i64(segment.endPosition());
            to.i32(segment.lastChecksum());
            to.i32(0);
        }
        long checksumsOffset = to.offset();
        int[] checksums = writeChecksums(to);
        IndexLayout layout =
                new IndexLayout(
                        logId,
                        parts.getFirst().firstPosition(),
                        parts.getLast().endPosition(),
                        idCount,
                        keyCount,
                        keysOffset,
                        samplesOffset,
                        filterOffset,
                        segmentsOffset,
                        segments.size(),
                        checksumsOffset,
                        SealedIndex.crc(checksums));
        file.write(layout.encode(), 0);
        file.sync();
    }

    private void writePlaces(IndexOutput to) throws IOException {
        for (IndexPart part : parts) {
            for (long at = part.firstPosition(); at < part.endPosition(); at++) {
                to.i32((int) part.offsetOf(at));
            }
        }
    }

    private void writeIds(IndexOutput to) throws IOException {
        List<IdCursor> cursors = new ArrayList<>();
        for (IndexPart part : parts) {
            IdCursor cursor = part.ids();
            if (cursor.next()) {
                cursors.add(cursor);
            }
        }
        long base = parts.getFirst().firstPosition();
        while (!cursors.isEmpty()) {
            IdCursor least = leastHash(cursors);
            long hash = least.hash();
            to.i64(hash);
            to.i32(Math.toIntExact(least.position() - base));
            filter.add(hash);
            idCount++;
            if (!least.next()) {
                cursors.remove(least);
            }
        }
    }

    /// The first of those with the least hash. This and what it calls runs for each id of a merge.
    private static IdCursor leastHash(List<IdCursor> cursors) {
        IdCursor least = cursors.getFirst();
        long hash = least.hash();
        for (int i = 1; i < cursors.size(); i++) {
            IdCursor cursor = cursors.get(i);
            if (cursor.hash() < hash) {
                least = cursor;
                hash = cursor.hash();
            }
        }
        return least;
    }

    /// A part's walk over its keys.
    private static final class Source {
        private final KeyCursor cursor;
        private byte @Nullable [] key;

        Source(KeyCursor cursor) {
            this.cursor = cursor;
            advance();
        }

        void advance() {
            key = cursor.next() ? cursor.key() : null;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // stays in here
    private record Sample(long offset, byte[] begin) {}

    private List<Sample> writeKeys(IndexOutput to) throws IOException {
        List<Source> sources =
                parts.stream().map(part -> new Source(part.keys(new byte[0]))).toList();
        List<Sample> samples = new ArrayList<>();
        for (byte[] key = least(sources); key != null; key = least(sources)) {
            if (keyCount % IndexLayout.KEYS_PER_SAMPLE == 0) {
                samples.add(
                        new Sample(to.offset(), Arrays.copyOf(key, IndexLayout.SAMPLE_KEY_BYTES)));
            }
            writeKey(key, sources, to);
            filter.add(hashes.ofKey(key));
            keyCount++;
        }
        return samples;
    }

    private static byte @Nullable [] least(List<Source> sources) {
        byte[] least = null;
        for (Source source : sources) {
            byte[] key = source.key;
            if (key != null && (least == null || Arrays.compareUnsigned(key, least) < 0)) {
                least = key;
            }
        }
        return least;
    }

    private void writeKey(byte[] key, List<Source> sources, IndexOutput to) throws IOException {
        List<Postings> lists = new ArrayList<>();
        List<Source> used = new ArrayList<>();
        for (Source source : sources) {
            if (source.key != null && Arrays.equals(source.key, key)) {
                lists.add(source.cursor.postings());
                used.add(source);
            }
        }
        PostingsEncoder encoder = new PostingsEncoder(parts.getFirst().firstPosition(), lists);
        to.varint(key.length);
        to.bytes(key);
        to.varint(encoder.count());
        if (Key.Kind.STREAM.isOf(key)) {
            to.varint(used.getFirst().cursor.firstRevision());
        }
        encoder.write(to);
        used.forEach(Source::advance);
    }

    /// The blocks of the checksums themselves have none; the header has one of them all.
    private static int[] writeChecksums(IndexOutput to) throws IOException {
        int[] checksums = to.endBlocks();
        for (int checksum : checksums) {
            to.i32(checksum);
        }
        to.flush();
        return checksums;
    }
}
