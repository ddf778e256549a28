package io.stele.engine.maintenance;

import io.stele.engine.EmbeddedEventStore;
import io.stele.engine.EngineOptions;
import io.stele.engine.codec.EncodedAppend;
import io.stele.log.Environment;
import io.stele.log.FileDisk;
import io.stele.log.Frame;
import io.stele.log.Log;
import io.stele.log.LogOptions;
import io.stele.log.Segment;
import io.stele.log.SegmentReader;
import io.stele.log.WholeFrame;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/// A small store on real files, for tests to damage.
final class StoreFiles {

    static final EngineOptions OPTIONS =
            EngineOptions.defaults().withLog(new LogOptions(16 << 10, 4 << 10));

    final Path directory;

    StoreFiles(Path directory) {
        this.directory = directory;
    }

    /// Appends of one event of a kilobyte each, in turns to three streams; about fifteen a segment.
    StoreFiles filled(int appends) {
        try (EmbeddedEventStore store = open()) {
            append(store, appends);
        }
        return this;
    }

    EmbeddedEventStore open() {
        return EmbeddedEventStore.open(directory, OPTIONS);
    }

    static void append(EmbeddedEventStore store, int appends) {
        for (int i = 0; i < appends; i++) {
            store.append(append(i));
        }
    }

    static Append append(int number) {
        NewEvent event = NewEvent.json("E", "\"" + "x".repeat(900) + "\"");
        return Append.to("s-" + number % 3, Expectation.ANY, event);
    }

    /// Writes an append that no store would write there.
    void plant(Append append, long micros, long... firstRevisions) throws IOException {
        EncodedAppend encoded = EncodedAppend.of(append);
        encoded.recordedAt(micros);
        for (int i = 0; i < firstRevisions.length; i++) {
            encoded.firstRevision(i, firstRevisions[i]);
        }
        plant(encoded.bytes(), encoded.size(), append.eventCount());
    }

    void plant(byte[] payload, int size, int events) throws IOException {
        try (Log log = openLog()) {
            if (!log.writer().hasRoom(size)) {
                log.writer().roll();
            }
            log.writer().add(payload, size, events);
            log.writer().commit();
        }
    }

    private Log openLog() throws IOException {
        return Log.open(
                directory.resolve("log"),
                OPTIONS.log(),
                Environment.real(),
                new Log.Visitor() {
                    @Override
                    public void segment(Segment segment) {}

                    @Override
                    public void frame(Frame frame) {}
                });
    }

    List<Path> segments() throws IOException {
        try (var files = Files.list(directory.resolve("log"))) {
            return files.filter(file -> file.toString().endsWith(".segment")).sorted().toList();
        }
    }

    Path segment(int index) throws IOException {
        return segments().get(index);
    }

    static List<WholeFrame> frames(Path segment) throws IOException {
        List<WholeFrame> frames = new ArrayList<>();
        try (SegmentReader reader = SegmentReader.open(new FileDisk(), segment, null)) {
            WholeFrame frame = reader.frameAt(SegmentReader.firstOffset());
            while (frame != null) {
                frames.add(frame);
                frame = reader.frameAt(frame.endOffsetBytes());
            }
        }
        return frames;
    }

    static void flip(Path file, long offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) offset] ^= 0x10;
        Files.write(file, bytes);
    }

    /// Gives a frame another base position, and the checksum that goes with it.
    static void moveFrame(Path segment, WholeFrame frame, long basePosition) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = (int) frame.offsetBytes();
        file.putLong(at + 16, basePosition);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 16, 24); // log id and first position, as in the header
        crc.update(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(at).flip());
        crc.update(bytes, at + 8, 24 + frame.payloadBytes());
        file.putInt(at + 4, (int) crc.getValue());
        Files.write(segment, bytes);
    }

    static UUID id(int number) {
        return new UUID(7, number);
    }
}
