package io.stele.log;

import io.stele.log.FrameLayout.Header;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;

/// One file of the log, for reading. For any number of threads.
public final class Segment implements AutoCloseable {

    private final Path path;
    private final SegmentHeader header;
    private final Disk.Mapping mapping;

    private Segment(Path path, SegmentHeader header, Disk.Mapping mapping) {
        this.path = path;
        this.header = header;
        this.mapping = mapping;
    }

    static Segment open(Disk disk, Path path) throws IOException {
        Disk.Mapping mapping = disk.map(path);
        try {
            SegmentHeader header = SegmentHeader.decode(mapping.bytes(), path);
            if (header.sizeBytes() != mapping.bytes().byteSize()) {
                throw new LogCorruptException(
                        "the segment was made with %d bytes, but the file has %d"
                                .formatted(header.sizeBytes(), mapping.bytes().byteSize()),
                        path,
                        Math.min(header.sizeBytes(), mapping.bytes().byteSize()));
            }
            return new Segment(path, header, mapping);
        } catch (IOException | RuntimeException e) {
            mapping.close();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    /// Position of the first event in this segment, whether it is there or to come.
    public long firstPosition() {
        return header.firstPosition();
    }

    public long sizeBytes() {
        return header.sizeBytes();
    }

    SegmentHeader header() {
        return header;
    }

    MemorySegment bytes() {
        return mapping.bytes();
    }

    /// The frame at `offsetBytes`, where one was written.
    ///
    /// @throws LogCorruptException when it is damaged
    public Frame read(long offsetBytes) throws LogCorruptException {
        MemorySegment bytes = mapping.bytes();
        Header frame = FrameLayout.headerAt(bytes, offsetBytes);
        if (frame.kind() != FrameLayout.APPEND || !frame.isPlausible(offsetBytes, sizeBytes())) {
            throw new LogCorruptException(
                    "there is no frame where one was written", path, offsetBytes);
        }
        byte[] copy = copy(bytes, offsetBytes, frame);
        int computed = FrameLayout.crc(copy, frame.payloadBytes(), place().seed(offsetBytes));
        if (computed != frame.crc()) {
            throw damaged(offsetBytes, frame.crc(), computed);
        }
        return frame(offsetBytes, frame, copy);
    }

    /// The header of the frame at `offsetBytes` when the frame is whole, else empty.
    Optional<Header> check(long offsetBytes) {
        if (offsetBytes + FrameLayout.HEADER_BYTES > sizeBytes()) {
            return Optional.empty();
        }
        Header frame = FrameLayout.headerAt(bytes(), offsetBytes);
        if (!frame.isPlausible(offsetBytes, sizeBytes())) {
            return Optional.empty();
        }
        byte[] copy = copy(bytes(), offsetBytes, frame);
        int computed = FrameLayout.crc(copy, frame.payloadBytes(), place().seed(offsetBytes));
        return computed == frame.crc() ? Optional.of(frame) : Optional.empty();
    }

    LogCorruptException damaged(long offsetBytes, int stored, int computed) {
        return new LogCorruptException(
                "a frame is damaged: checksum %08x stored, %08x computed"
                        .formatted(stored, computed),
                path,
                offsetBytes);
    }

    Frame frame(long offsetBytes, Header frame, byte[] copy) {
        return new Frame(
                this,
                offsetBytes,
                frame.basePosition(),
                frame.eventCount(),
                copy,
                frame.payloadBytes());
    }

    static byte[] copy(MemorySegment bytes, long offsetBytes, Header frame) {
        byte[] copy = new byte[FrameLayout.HEADER_BYTES + frame.payloadBytes()];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offsetBytes, copy, 0, copy.length);
        return copy;
    }

    FramePlace place() {
        return new FramePlace(header);
    }

    @Override
    public void close() {
        mapping.close();
    }
}
