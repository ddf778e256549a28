package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Bytes;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.StreamName;
import org.junit.jupiter.api.Test;

/// The snapshots that a store keeps.
abstract class SnapshotContract extends Contract {

    private static final StreamName STREAM = StreamName.of("account-42");

    private static Snapshot snapshot(String fingerprint, long revision) {
        return new Snapshot(
                STREAM,
                fingerprint,
                Revision.of(revision),
                Position.of(revision * 2),
                1_700_000_000_000_001L,
                Bytes.utf8("{\"balance\":" + revision + "}"));
    }

    @Test
    void theLatestOneIsKept() {
        store.snapshots().save(snapshot("v1", 10));
        store.snapshots().save(snapshot("v1", 20));

        assertThat(store.snapshots().load(STREAM, "v1")).contains(snapshot("v1", 20));
    }

    @Test
    void oneOfOtherCodeIsNotGiven() {
        store.snapshots().save(snapshot("v1", 10));

        assertThat(store.snapshots().load(STREAM, "v2")).isEmpty();
        assertThat(store.snapshots().load(StreamName.of("account-43"), "v1")).isEmpty();
        store.snapshots().save(snapshot("v2", 30));
        assertThat(store.snapshots().load(STREAM, "v2")).contains(snapshot("v2", 30));
    }
}
