package io.stele.e2e.proofs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// A segment file in the hands of somebody who knows docs/formats/segment.md: takes it apart, and
/// puts frames together so that every checksum and position is right. Nothing of Stele's own code.
final class ForgedSegment {

    private static final int HEADER = 64;
    private static final int FRAME_HEADER = 32;
    private static final int APPEND = 0x314D5246;

    /// An append in its frame.
    static final class Frame {
        private final byte[] payload;
        private final int events;

        Frame(byte[] payload, int events) {
            this.payload = payload.clone();
            this.events = events;
        }

        byte[] payload() {
            return payload.clone();
        }

        int events() {
            return events;
        }
    }

    private final byte[] header;
    private final int sizeBytes;

    /// @param file a whole segment file
    ForgedSegment(byte[] file) {
        this.header = Arrays.copyOf(file, HEADER);
        this.sizeBytes = file.length;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int frameBytes(int payloadBytes) {
        return (FRAME_HEADER + payloadBytes + 7) & -8;
    }

    /// The appends in a file; marks are left out.
    static List<Frame> frames(byte[] file) {
        ByteBuffer bytes = littleEndian(file);
        List<Frame> frames = new ArrayList<>();
        int at = HEADER;
        while (at + FRAME_HEADER <= file.length && bytes.getInt(at) != 0) {
            int payload = bytes.getInt(at + 8);
            if (bytes.getInt(at) == APPEND) {
                int from = at + FRAME_HEADER;
                frames.add(
                        new Frame(
                                Arrays.copyOfRange(file, from, from + payload),
                                bytes.getInt(at + 12)));
            }
            at += frameBytes(payload);
        }
        return frames;
    }

    /// A file that has exactly these appends.
    byte[] with(List<Frame> frames) {
        byte[] file = Arrays.copyOf(header, sizeBytes);
        ByteBuffer bytes = littleEndian(file);
        int at = HEADER;
        long position = 0;
        for (Frame frame : frames) {
            byte[] payload = frame.payload();
            bytes.putInt(at, APPEND).putInt(at + 8, payload.length);
            bytes.putInt(at + 12, frame.events()).putLong(at + 16, position).putLong(at + 24, at);
            bytes.put(at + FRAME_HEADER, payload);
            bytes.putInt(at + 4, checksum(file, at, payload.length));
            at += frameBytes(payload.length);
            position += frame.events();
        }
        return file;
    }

    private int checksum(byte[] file, int at, int payloadBytes) {
        CRC32C crc = new CRC32C();
        crc.update(header, 16, 24); // log id and first position
        crc.update(littleEndian(new byte[Long.BYTES]).putLong(0, at).array());
        crc.update(file, at + 8, FRAME_HEADER - 8 + payloadBytes);
        return (int) crc.getValue();
    }

    /// Whether so many bytes of frames fit into the file.
    boolean hasRoomFor(List<Frame> frames) {
        int bytes = HEADER;
        for (Frame frame : frames) {
            bytes += frameBytes(frame.payload().length);
        }
        return bytes + FRAME_HEADER <= sizeBytes;
    }
}
