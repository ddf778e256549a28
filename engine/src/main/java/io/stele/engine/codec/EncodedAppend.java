package io.stele.engine.codec;

import io.stele.model.Append;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import io.stele.model.Tag;

/// An append as it will stand in its frame, but for what the writer decides: the time and the first
/// revision of each stream. Made by the caller's thread, so that the writer's does little.
public final class EncodedAppend {

    static final int FORMAT = 1;
    static final int RECORDED_AT_OFFSET = 20;

    private final Append append;
    private final byte[] bytes;
    private final int size;
    private final int[] firstRevisionOffsets;

    private EncodedAppend(Append append, ByteWriter written, int[] firstRevisionOffsets) {
        this.append = append;
        this.bytes = written.array();
        this.size = written.size();
        this.firstRevisionOffsets = firstRevisionOffsets;
    }

    public static EncodedAppend of(Append append) {
        ByteWriter to = new ByteWriter(estimate(append));
        to.u8(FORMAT).u8(0).u16(append.streams().size()).uuid(append.appendId()).i64(0);
        to.shortText(append.actor());
        int[] offsets = new int[append.streams().size()];
        for (int i = 0; i < offsets.length; i++) {
            StreamAppend part = append.streams().get(i);
            to.shortText(part.stream().value());
            writeExpectation(part.expected(), to);
            offsets[i] = to.size();
            to.i64(0).i32(part.events().size());
        }
        for (StreamAppend part : append.streams()) {
            for (NewEvent event : part.events()) {
                writeEvent(event, to);
            }
        }
        return new EncodedAppend(append, to, offsets);
    }

    private static int estimate(Append append) {
        int bytes = 64;
        for (StreamAppend part : append.streams()) {
            bytes += 64 + part.stream().value().length();
            for (NewEvent event : part.events()) {
                bytes += 64 + event.type().length() + event.data().bytes().size();
            }
        }
        return bytes;
    }

    private static void writeExpectation(Expectation expected, ByteWriter to) {
        switch (expected) {
            case Expectation.Any any -> to.u8(0).i64(0);
            case Expectation.None none -> to.u8(1).i64(0);
            case Expectation.Exists exists -> to.u8(2).i64(0);
            case Expectation.Exactly exactly -> to.u8(3).i64(exactly.last().value());
        }
    }

    private static void writeEvent(NewEvent event, ByteWriter to) {
        EventData data = event.data();
        to.uuid(event.id()).shortText(event.type());
        to.shortText(data.isJson() ? "" : data.contentType()); // by far the most are JSON
        to.u16(event.tags().size());
        for (Tag tag : event.tags()) {
            to.shortText(tag.value());
        }
        MetadataCodec.write(event.metadata(), to);
        to.sized(data.bytes());
    }

    public Append append() {
        return append;
    }

    /// The payload; its first [#size()] bytes count.
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /// Fills in when the log took the append.
    public void recordedAt(long micros) {
        ByteWriter.setLong(bytes, RECORDED_AT_OFFSET, micros);
    }

    /// Fills in the revision of the first event of the `index`th stream.
    public void firstRevision(int index, long revision) {
        ByteWriter.setLong(bytes, firstRevisionOffsets[index], revision);
    }

    /// What was filled in for the `index`th stream.
    public long firstRevision(int index) {
        return ByteWriter.getLong(bytes, firstRevisionOffsets[index]);
    }
}
