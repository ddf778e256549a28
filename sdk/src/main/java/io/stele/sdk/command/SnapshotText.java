package io.stele.sdk.command;

import io.stele.model.Bytes;
import io.stele.model.Snapshot;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// How a state stands in a snapshot: the CRC-32C of everything in the snapshot, in eight hex digits,
/// then JSON. Stores have checksums of their own; this one holds from here through any store and
/// back, also for a snapshot that has got under another stream's name.
final class SnapshotText {

    /// Of this form; part of the fingerprint.
    static final String VERSION = "s2";

    private static final int SUM_CHARS = 8;

    private SnapshotText() {}

    static Snapshot snapshot(
            StreamName stream,
            String fingerprint,
            StreamHead head,
            long recordedAtMicros,
            byte[] json) {
        Snapshot bare =
                new Snapshot(
                        stream,
                        fingerprint,
                        head.revision(),
                        head.position(),
                        recordedAtMicros,
                        Bytes.EMPTY);
        byte[] state = Arrays.copyOf(sum(bare, json), SUM_CHARS + json.length);
        System.arraycopy(json, 0, state, SUM_CHARS, json.length);
        return new Snapshot(
                stream,
                fingerprint,
                head.revision(),
                head.position(),
                recordedAtMicros,
                Bytes.wrap(state));
    }

    /// @throws IllegalArgumentException when anything in the snapshot is not as it was
    static byte[] jsonOf(Snapshot snapshot) {
        byte[] state = snapshot.state().toByteArray();
        if (state.length < SUM_CHARS) {
            throw new IllegalArgumentException("it is cut short");
        }
        byte[] json = Arrays.copyOfRange(state, SUM_CHARS, state.length);
        if (!Arrays.equals(sum(snapshot, json), Arrays.copyOf(state, SUM_CHARS))) {
            throw new IllegalArgumentException("its checksum is wrong");
        }
        return json;
    }

    private static byte[] sum(Snapshot snapshot, byte[] json) {
        CRC32C sum = new CRC32C();
        for (String text : new String[] {snapshot.stream().value(), snapshot.fingerprint()}) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            sum.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
            sum.update(bytes);
        }
        sum.update(
                ByteBuffer.allocate(24)
                        .putLong(snapshot.revision().value())
                        .putLong(snapshot.position().value())
                        .putLong(snapshot.recordedAtMicros())
                        .flip());
        sum.update(json);
        return HexFormat.of()
                .toHexDigits(sum.getValue(), SUM_CHARS)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
