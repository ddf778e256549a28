package io.stele.dist.importing;

import io.stele.model.Bytes;
import io.stele.model.DerivedIds;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Ids that a row gets each time it is imported: UUIDs version 5 (RFC 9562) of the source's name,
/// the row's number and its data. So the store recognises rows that it has, and a row that was
/// changed is another one.
final class RowIds {

    private static final UUID EVENTS = UUID.fromString("a40d3a8e-3c2c-5f0b-9c54-3d9c5fd3b2f1");
    private static final UUID APPENDS = UUID.fromString("5a8d7f57-6b1d-5a8c-8f0e-0a4c2f1be9d3");
    private static final UUID COPIES = UUID.fromString("f7f8d9c2-1b0e-5c55-8a4f-6a1d6c1c30b7");

    private RowIds() {}

    static UUID event(String source, Row row) {
        byte[] name = source.getBytes(StandardCharsets.UTF_8);
        Bytes data = row.data();
        ByteBuffer key =
                ByteBuffer.allocate(Integer.BYTES + name.length + Long.BYTES + data.size());
        key.putInt(name.length).put(name).putLong(row.number());
        data.putInto(key);
        return DerivedIds.of(EVENTS, key.array());
    }

    /// @param event the id of the row's event
    static UUID append(UUID event) {
        return DerivedIds.of(APPENDS, bytes(event));
    }

    /// Of an event that was in another store.
    ///
    /// @param revision where it was there
    static UUID append(StreamName stream, Revision revision, UUID event) {
        byte[] name = stream.value().getBytes(StandardCharsets.UTF_8);
        ByteBuffer key = ByteBuffer.allocate(16 + Long.BYTES + name.length);
        key.put(bytes(event)).putLong(revision.value()).put(name);
        return DerivedIds.of(COPIES, key.array());
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
