package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Bytes;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamName;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a [SnapshotStore] is. That it may forget is not asked for here: a store that has just taken a
/// snapshot, and nothing happened to it, gives it back.
public interface SnapshotStoreConformance {

    /// The store to ask; empty at the beginning of each test.
    SnapshotStore snapshots();

    private static Snapshot snapshot(String id, String fingerprint, long revision, Bytes state) {
        return new Snapshot(
                StreamName.of("account-" + id),
                fingerprint,
                Revision.of(revision),
                Position.of(revision * 2),
                1_700_000_000_000_001L,
                state);
    }

    private static Snapshot snapshot(String fingerprint, long revision) {
        Bytes state = Bytes.utf8("{\"balance\":" + revision + "}");
        return snapshot("42", fingerprint, revision, state);
    }

    private static StreamName stream(String id) {
        return StreamName.of("account-" + id);
    }

    @Test
    default void theLatestOneIsKept() {
        snapshots().save(snapshot("v1", 10));
        snapshots().save(snapshot("v1", 20));

        assertThat(snapshots().load(stream("42"), "v1")).contains(snapshot("v1", 20));
    }

    @Test
    default void oneOfOtherCodeIsNotGiven() {
        snapshots().save(snapshot("v1", 10));

        assertThat(snapshots().load(stream("42"), "v2")).isEmpty();
        assertThat(snapshots().load(stream("43"), "v1")).isEmpty();
        snapshots().save(snapshot("v2", 30));
        assertThat(snapshots().load(stream("42"), "v2")).contains(snapshot("v2", 30));
        assertThat(snapshots().load(stream("42"), "v1")).isNotEqualTo(snapshot("v2", 30));
    }

    @Test
    default void aStateMayBeAnyBytes() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        snapshots().save(snapshot("any", "v1", 1, Bytes.wrap(all)));
        snapshots().save(snapshot("none", "v1", 2, Bytes.EMPTY));

        assertThat(snapshots().load(stream("any"), "v1"))
                .contains(snapshot("any", "v1", 1, Bytes.wrap(all)));
        assertThat(snapshots().load(stream("none"), "v1"))
                .contains(snapshot("none", "v1", 2, Bytes.EMPTY));
    }

    /// However a store keeps it: whole, or by what differs.
    @Test
    default void aLargeStateThatChangesLittleByLittleIsGivenAsItIs() {
        byte[] state = new byte[100_000];
        Random random = new Random(1);
        random.nextBytes(state);
        for (int revision = 1; revision <= 20; revision++) {
            for (int i = 0; i < 30; i++) {
                state[random.nextInt(state.length)] = (byte) revision;
            }
            if (revision % 7 == 0) {
                random.nextBytes(state); // another one altogether
            }
            Snapshot large = snapshot("large", "v1", revision, Bytes.wrap(state.clone()));
            snapshots().save(large);
            assertThat(snapshots().load(stream("large"), "v1")).contains(large);
        }
        Snapshot small = snapshot("large", "v1", 21, Bytes.utf8("{}"));
        snapshots().save(small);
        assertThat(snapshots().load(stream("large"), "v1")).contains(small);
    }

    @Test
    default void streamsDoNotShareThem() {
        for (int i = 0; i < 50; i++) {
            snapshots().save(snapshot("s" + i, "v1", i, Bytes.utf8("" + i)));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(snapshots().load(stream("s" + i), "v1"))
                    .contains(snapshot("s" + i, "v1", i, Bytes.utf8("" + i)));
        }
    }
}
