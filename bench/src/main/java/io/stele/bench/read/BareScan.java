package io.stele.bench.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// The least that a reader of the log can do: walk the frames of the segment files in memory and
/// check each one's checksum. Nothing is decoded. Written against `docs/formats/segment.md` alone.
public final class BareScan {

    private static final int FRAME = 0x314D5246; // "FRM1"
    private static final int MARK = 0x314B524D; // "MRK1"
    private static final int SEGMENT_HEADER_BYTES = 64;
    private static final int FRAME_HEADER_BYTES = 32;

    private final List<MappedByteBuffer> segments = new ArrayList<>();
    private final ByteBuffer place = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private long bytes;

    /// @param log the directory with the segments
    public BareScan(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            for (Path file : files.filter(BareScan::isSegment).sorted().toList()) {
                try (FileChannel channel = FileChannel.open(file)) {
                    segments.add(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
                }
            }
        }
    }

    private static boolean isSegment(Path file) {
        return file.getFileName().toString().endsWith(".segment");
    }

    /// Walks all frames.
    ///
    /// @return how many events they say they have
    public long run() {
        bytes = 0;
        long events = 0;
        for (MappedByteBuffer segment : segments) {
            events += scan(segment.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        }
        return events;
    }

    /// The bytes of all frames and segment headers that the last [#run] met.
    public long bytes() {
        return bytes;
    }

    private long scan(ByteBuffer segment) {
        place.put(0, segment, 16, 16).putLong(16, segment.getLong(32)); // log id, first position
        long events = 0;
        int at = SEGMENT_HEADER_BYTES;
        while (at + FRAME_HEADER_BYTES <= segment.capacity()) {
            int kind = segment.getInt(at);
            if (kind != FRAME && kind != MARK) {
                break; // zeros: nothing was written from here on
            }
            int bytes = FRAME_HEADER_BYTES + segment.getInt(at + 8);
            if (checksum(segment, at, bytes) != segment.getInt(at + 4)) {
                throw new IllegalStateException("a frame is damaged, at offset " + at);
            }
            events += segment.getInt(at + 12);
            at += (bytes + 7) & -8;
        }
        bytes += at;
        return events;
    }

    private int checksum(ByteBuffer segment, int at, int bytes) {
        place.putLong(24, at);
        crc.reset();
        crc.update(place.array());
        crc.update(segment.limit(at + bytes).position(at + 8));
        segment.clear();
        return (int) crc.getValue();
    }
}
