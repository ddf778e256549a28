package io.stele.proofs;

import io.stele.model.Bytes;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import io.stele.proofs.tree.Hash;
import io.stele.protocol.EventJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// What stands in the Merkle tree for an event: where it is, of which type, when it was recorded, and
/// hashes of all else. docs/formats/proofs.md draws the bytes.
///
/// The data itself is not in it: it may be a person's, and an entry is for ever. Its hash is over the
/// bytes as they are stored (ciphertext where they are encrypted), with a salt.
///
/// @param facts hash of the event's id, actor, tags and metadata
/// @param data hash of its content type and data
public record EventEntry(
        Position position,
        StreamName stream,
        Revision revision,
        String type,
        Instant recordedAt,
        Hash facts,
        Hash data) {

    private static final String FIRST_LINE = "stele.io/event@v1";

    /// The entry of `event`.
    public static EventEntry of(RecordedEvent event, Salts.Opening salts) {
        MessageDigest digest = Sha256.digest();
        return new EventEntry(
                event.position(),
                event.stream(),
                event.revision(),
                event.type(),
                event.recordedAt(),
                facts(event, salts.facts(), digest),
                data(event, salts.data(), digest));
    }

    private static Hash facts(RecordedEvent event, Bytes salt, MessageDigest digest) {
        digest.update(salt.asByteBuffer());
        UUID id = event.id();
        digest.update(
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .flip());
        add(event.actor(), digest);
        addCount(event.tags().size(), digest);
        for (Tag tag : event.tags()) {
            add(tag.value(), digest);
        }
        addCount(event.metadata().values().size(), digest);
        for (Map.Entry<String, Object> each : event.metadata().values().entrySet()) {
            add(each.getKey(), digest);
            digest.update(kind(each.getValue()));
            add(each.getValue().toString(), digest);
        }
        return Hash.wrap(digest.digest());
    }

    private static byte kind(Object value) {
        return (byte)
                switch (value) {
                    case String text -> 's';
                    case Boolean truth -> 'b';
                    default -> 'n';
                };
    }

    private static Hash data(RecordedEvent event, Bytes salt, MessageDigest digest) {
        digest.update(salt.asByteBuffer());
        add(event.data().contentType(), digest);
        digest.update(event.data().bytes().asByteBuffer());
        return Hash.wrap(digest.digest());
    }

    private static void add(String text, MessageDigest digest) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        addCount(bytes.length, digest);
        digest.update(bytes);
    }

    private static void addCount(int count, MessageDigest digest) {
        digest.update((byte) (count >>> 24));
        digest.update((byte) (count >>> 16));
        digest.update((byte) (count >>> 8));
        digest.update((byte) count);
    }

    /// Whether this is the entry of `event`.
    public boolean isOf(RecordedEvent event, Salts.Opening salts) {
        return equals(of(event, salts));
    }

    /// The bytes that are hashed into the leaf: lines of text. Names have no control characters, so
    /// no two entries have the same bytes.
    public Bytes bytes() {
        StringBuilder text = new StringBuilder(256);
        text.append(FIRST_LINE).append('\n');
        text.append(position.value()).append('\n');
        text.append(stream.value()).append('\n');
        text.append(revision.value()).append('\n');
        text.append(type).append('\n');
        text.append(EventJson.time(recordedAt)).append('\n');
        text.append(facts.base64()).append('\n');
        text.append(data.base64()).append('\n');
        return Bytes.utf8(text.toString());
    }
}
