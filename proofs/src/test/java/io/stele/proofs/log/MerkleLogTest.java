package io.stele.proofs.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.CorruptException;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.Tag;
import io.stele.proofs.EventProof;
import io.stele.proofs.note.SignedNote;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.tree.Hash;
import io.stele.proofs.tree.Tile;
import io.stele.proofs.tree.TreeHasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MerkleLogTest {

    private static final Duration WAIT = Duration.ofSeconds(20);

    @TempDir private Path directory;
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-24T10:00:00Z"));
    private final EventStore store = new InMemoryEventStore();

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void anEventIsProvedToWhoeverHasTheKey() throws Exception {
        append(store, "one", 700);
        try (MerkleLog log = open(store)) {
            EventProof proof = log.prove(Position.of(123), WAIT);
            EventProof read = EventProof.parse(proof.write());

            assertThat(read).isEqualTo(proof);
            assertThat(read.event().data().bytes().utf8()).isEqualTo("{\"n\":123}");
            assertThat(read.signers(log.verifiers())).isEqualTo(log.verifiers());
        }
    }

    @Test
    void aProofIsOfThisEventAndNoOther() throws Exception {
        append(store, "one", 10);
        try (MerkleLog log = open(store)) {
            EventProof proof = log.prove(Position.of(3), WAIT);
            EventProof other = log.prove(Position.of(4), WAIT);
            EventProof mixed =
                    new EventProof(
                            other.event(), other.salts(), proof.inclusion(), proof.checkpoint());

            assertThat(mixed.signers(log.verifiers())).isEmpty();
        }
    }

    @Test
    void checkpointsAreSignedOnceASecondAtMostAndGoOnFromOneAnother() throws Exception {
        append(store, "one", 5);
        try (MerkleLog log = open(store)) {
            SignedNote first = log.checkpointCovering(Position.of(5), WAIT);
            append(store, "two", 300);
            log.prove(Position.of(2), WAIT);
            awaitSize(log, 306);
            assertThat(log.checkpoint()).isEqualTo(first);

            now.updateAndGet(instant -> instant.plusSeconds(2));
            TreeHead later = TreeHead.parse(log.checkpoint().text());
            TreeHead earlier = TreeHead.parse(first.text());
            assertThat(later.size()).isEqualTo(306);
            assertThat(
                            log.tree(later.size())
                                    .consistency(earlier.size())
                                    .proves(earlier.root(), later.root()))
                    .isTrue();
        }
    }

    @Test
    void eachEventThatComesLiveIsInTheTreeSoon() throws Exception {
        try (MerkleLog log = open(store)) {
            awaitSize(log, 1);
            for (int events = 2; events < 30; events++) {
                append(store, "one", 1);
                awaitSize(log, events);
            }
        }
    }

    @Test
    void theTreeIsTheSameAfterReopening() throws Exception {
        append(store, "one", 300);
        SignedNote before;
        try (MerkleLog log = open(store)) {
            before = log.checkpointCovering(Position.of(300), WAIT);
        }
        append(store, "two", 300);
        try (MerkleLog log = open(store)) {
            awaitSize(log, 601);
            TreeHead head = TreeHead.parse(before.text());
            assertThat(log.tree(head.size()).root()).isEqualTo(head.root());
            assertThat(log.verifiers()).isEqualTo(log.verifiers());
        }
    }

    @Test
    void damagedFilesAreMadeAnewFromTheLog() throws Exception {
        append(store, "one", 600);
        Hash root;
        try (MerkleLog log = open(store)) {
            awaitSize(log, 601);
            root = log.tree(601).root();
        }
        try (var file =
                Files.newByteChannel(directory.resolve("level-0"), StandardOpenOption.WRITE)) {
            file.position(600 * Hash.SIZE_BYTES);
            assertThat(file.write(ByteBuffer.allocate(8))).isEqualTo(8);
        }
        try (MerkleLog log = open(store)) {
            awaitSize(log, 601);
            assertThat(log.tree(601).root()).isEqualTo(root);
        }
    }

    @Test
    void aLogThatWasChangedAfterItWasSignedForIsRefused() throws Exception {
        append(store, "one", 20);
        try (MerkleLog log = open(store)) {
            log.checkpointCovering(Position.of(19), WAIT);
        }
        deleteTree();
        try (EventStore other = new InMemoryEventStore()) {
            append(other, "one", 10);
            append(other, "another", 30);
            try (MerkleLog log = open(other)) {
                assertThatThrownBy(() -> log.checkpointCovering(Position.of(35), WAIT))
                        .isInstanceOf(CorruptException.class)
                        .hasMessageContaining("not the one that was signed for");
            }
        }
    }

    @Test
    void tilesAndEntriesAreThoseOfTheTree() throws Exception {
        append(store, "one", 599);
        try (MerkleLog log = open(store)) {
            awaitSize(log, 600);
            byte[] tile = log.tile(new Tile(0, 1, 256)).orElseThrow().toByteArray();
            ByteBuffer entries = log.entries(new Tile(0, 1, 256)).orElseThrow().asByteBuffer();
            for (int i = 0; i < 256; i++) {
                byte[] entry = new byte[entries.getShort()];
                entries.get(entry);
                assertThat(new TreeHasher().leaf(entry)).isEqualTo(Hash.at(tile, i));
            }
            assertThat(entries.hasRemaining()).isFalse();
            assertThat(log.tile(new Tile(1, 0, 2)).orElseThrow().toByteArray())
                    .endsWith(rootOver(tile).toByteArray());
            assertThat(log.tile(new Tile(0, 2, 89))).isEmpty();
            assertThat(log.tile(new Tile(0, 2, 88))).isPresent();
        }
    }

    /// Of a full tile.
    private static Hash rootOver(byte[] tile) {
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < Tile.WIDTH; i++) {
            hashes.add(Hash.at(tile, i));
        }
        while (hashes.size() > 1) {
            List<Hash> above = new ArrayList<>();
            for (int i = 0; i < hashes.size(); i += 2) {
                above.add(new TreeHasher().node(hashes.get(i), hashes.get(i + 1)));
            }
            hashes = above;
        }
        return hashes.getFirst();
    }

    private MerkleLog open(EventStore of) {
        Clock clock =
                new Clock() {
                    @Override
                    public Instant instant() {
                        return now.get();
                    }

                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(java.time.ZoneId zone) {
                        return this;
                    }
                };
        return MerkleLog.open(of, directory, Optional.of("stele.example/log"), clock);
    }

    private void deleteTree() throws IOException {
        for (String name : List.of("state", "level-0", "level-1")) {
            Files.deleteIfExists(directory.resolve(name));
        }
    }

    private static void append(EventStore store, String stream, int events) {
        for (int i = 0; i < events; i++) {
            NewEvent event =
                    NewEvent.json("Counted", "{\"n\":%d}".formatted(i)).withTags(Tag.of("n:" + i));
            assertThat(store.append(Append.to(stream, Expectation.ANY, event))).isNotNull();
        }
    }

    private static void awaitSize(MerkleLog log, long size) throws InterruptedException {
        long latest = System.nanoTime() + WAIT.toNanos();
        while (log.size() < size && System.nanoTime() < latest) {
            Thread.sleep(5);
        }
        assertThat(log.size()).isEqualTo(size);
    }
}
