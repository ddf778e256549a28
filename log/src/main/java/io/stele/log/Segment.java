package io.stele.log;

import io.stele.log.FrameLayout.Header;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// One file of the log, for reading. For any number of threads.
public final class Segment implements AutoCloseable {

    private final Path path;
    private final SegmentHeader header;
    private final MappedFile file;
    private final ResidentPages pages;

    private Segment(Path path, SegmentHeader header, MappedFile file, ResidentPages pages) {
        this.path = path;
        this.header = header;
        this.file = file;
        this.pages = pages;
    }

    static Segment open(Disk disk, Path path, ResidentPages pages) throws IOException {
        MappedFile file = new MappedFile(disk, path, pages);
        try {
            SegmentHeader header = SegmentHeader.decode(file.bytes(), path);
            if (header.sizeBytes() != file.sizeBytes()) {
                throw new LogCorruptException(
                        "the segment was made with %d bytes, but the file has %d"
                                .formatted(header.sizeBytes(), file.sizeBytes()),
                        path,
                        Math.min(header.sizeBytes(), file.sizeBytes()));
            }
            return new Segment(path, header, file, pages);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        } catch (InternalError e) {
            file.close();
            throw LogCorruptException.unreadable(path, 0, e);
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

    /// Names the log that this segment is of.
    public UUID logId() {
        return header.logId();
    }

    /// Keeps the memory of this log's maps bounded.
    public ResidentPages pages() {
        return pages;
    }

    SegmentHeader header() {
        return header;
    }

    MemorySegment bytes() {
        return file.bytes();
    }

    int generation() {
        return file.generation();
    }

    /// The frame at `offsetBytes`, where one was written.
    ///
    /// @throws LogCorruptException when it is damaged, or the disk does not give it
    /// @throws IllegalStateException when the log was closed
    public Frame read(long offsetBytes) throws LogCorruptException {
        if (offsetBytes < SegmentHeader.SIZE_BYTES
                || offsetBytes + FrameLayout.HEADER_BYTES > sizeBytes()) {
            throw new LogCorruptException("no frame can be there", path, offsetBytes);
        }
        while (true) {
            int generation = file.generation();
            try {
                return read(file.bytes(), offsetBytes);
            } catch (IllegalStateException e) {
                if (file.generation() == generation) { // else its pages were let go in between
                    throw e;
                }
            } catch (InternalError e) {
                throw LogCorruptException.unreadable(path, offsetBytes, e);
            }
        }
    }

    private Frame read(MemorySegment bytes, long offsetBytes) throws LogCorruptException {
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
        file.touch(offsetBytes, FrameLayout.HEADER_BYTES + frame.payloadBytes()); // may let go
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

    byte[] copy(MemorySegment bytes, long offsetBytes, Header frame) {
        byte[] copy = new byte[FrameLayout.HEADER_BYTES + frame.payloadBytes()];
        file.touch(offsetBytes, copy.length);
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offsetBytes, copy, 0, copy.length);
        return copy;
    }

    /// Walks over all frames from the beginning.
    ///
    /// @return where they end
    /// @throws LogCorruptException when the disk does not give a page
    public SegmentEnd walk(Consumer<Frame> visitor) throws LogCorruptException {
        SegmentScan.Result end = SegmentScan.walk(this, visitor::accept);
        return new SegmentEnd(end.endOffset(), end.endPosition());
    }

    FramePlace place() {
        return new FramePlace(header);
    }

    @Override
    public void close() {
        file.close();
    }
}
