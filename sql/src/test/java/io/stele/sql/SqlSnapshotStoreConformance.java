package io.stele.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Bytes;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamName;
import io.stele.tck.SnapshotStoreConformance;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Snapshots in a SQLite file.
class SqlSnapshotStoreConformance implements SnapshotStoreConformance {

    @TempDir Path directory;
    private SqlSnapshotStore store;

    private String url() {
        return "jdbc:sqlite:" + directory.resolve("snapshots.db");
    }

    @BeforeEach
    void open() {
        store = SqlSnapshotStore.open(url());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public SnapshotStore snapshots() {
        return store;
    }

    private static Snapshot snapshot(long revision, byte[] state) {
        return new Snapshot(
                StreamName.of("account-1"),
                "v1",
                Revision.of(revision),
                Position.of(revision),
                1,
                Bytes.wrap(state.clone()));
    }

    @Test
    void aLargeStateIsWrittenAsWhatHasChangedAndADamagedPatchIsLeftOut() throws Exception {
        byte[] state = new byte[200_000];
        new Random(1).nextBytes(state);
        store.save(snapshot(1, state));
        state[1_000] ^= 1;
        store.save(snapshot(2, state));
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery("SELECT length(patch) FROM stele_snapshots")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isBetween(20, 1_000);
            }
            statement.execute("UPDATE stele_snapshots SET patch = zeroblob(length(patch))");
        }
        assertThat(store.load(StreamName.of("account-1"), "v1")).isEmpty();
        store.save(snapshot(3, state));
        assertThat(store.load(StreamName.of("account-1"), "v1")).contains(snapshot(3, state));
    }

    @Test
    void theyAreThereAfterOpeningAgain() {
        store.save(snapshot(1, new byte[10]));
        store.close();
        store = SqlSnapshotStore.open(url());
        assertThat(store.load(StreamName.of("account-1"), "v1"))
                .contains(snapshot(1, new byte[10]));
    }
}
