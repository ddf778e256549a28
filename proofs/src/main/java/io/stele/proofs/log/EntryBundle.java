package io.stele.proofs.log;

import io.stele.model.Bytes;
import java.nio.ByteBuffer;
import java.util.List;

/// Entries one behind the other, each with its length before it.
final class EntryBundle {

    private EntryBundle() {}

    static Bytes of(List<Bytes> entries) {
        int size = entries.stream().mapToInt(entry -> Short.BYTES + entry.size()).sum();
        ByteBuffer bundle = ByteBuffer.allocate(size);
        for (Bytes entry : entries) {
            bundle.putShort((short) entry.size()); // names have 256 bytes at most
            entry.putInto(bundle);
        }
        return Bytes.wrap(bundle.array());
    }
}
