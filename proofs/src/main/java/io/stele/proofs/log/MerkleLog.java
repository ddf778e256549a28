package io.stele.proofs.log;

import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.CorruptException;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.StoreException;
import io.stele.model.UnavailableException;
import io.stele.proofs.EventProof;
import io.stele.proofs.note.SignedNote;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.note.VerifierKey;
import io.stele.proofs.tree.Hash;
import io.stele.proofs.tree.InclusionProof;
import io.stele.proofs.tree.MerkleTree;
import io.stele.proofs.tree.Tile;
import io.stele.proofs.tree.TreeHasher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The Merkle tree over a store's events, leaf i being the event at position i, and its checkpoints:
/// RFC 6962, in the formats of C2SP. For any number of threads.
///
/// A checkpoint is on disk before anybody sees it, and none is signed that does not go on from the
/// one before, also after a crash.
public final class MerkleLog implements AutoCloseable {

    static final String CHECKPOINT = "checkpoint";

    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final EventStore store;
    private final Clock clock;
    private final LogIdentity identity;
    private final SigningKeys keys;
    private final DurableText signed;
    private final FollowedTree tree;
    private @Nullable SignedNote last;
    private Instant lastAt = Instant.MIN;

    private MerkleLog(EventStore store, Path directory, LogIdentity identity, Clock clock)
            throws IOException {
        this.store = store;
        this.clock = clock;
        this.identity = identity;
        this.keys = SigningKeys.in(directory.resolve("keys"), identity.origin());
        this.signed = new DurableText(directory.resolve(CHECKPOINT));
        this.last = signed.read().map(SignedNote::parse).orElse(null);
        this.tree =
                new FollowedTree(
                        store,
                        identity,
                        directory,
                        Optional.ofNullable(last).map(note -> TreeHead.parse(note.text())));
    }

    /// Opens the tree of `store` with its files in `directory`, or begins one, and follows the log.
    ///
    /// @param store stays open when this is closed
    /// @param origin what a log that has no name for its checkpoints is called; empty: by chance
    /// @throws StoreException when the store cannot be read, or not be given a name
    /// @throws UncheckedIOException when files cannot be read or written
    /// @throws IllegalArgumentException when a key or the last checkpoint cannot be read
    public static MerkleLog open(
            EventStore store, Path directory, Optional<String> origin, Clock clock) {
        try {
            return new MerkleLog(store, directory, LogIdentity.of(store, origin), clock);
        } catch (IOException e) {
            throw new UncheckedIOException("the proofs in " + directory + " cannot be opened", e);
        }
    }

    public LogIdentity identity() {
        return identity;
    }

    /// By which the checkpoints are known.
    public List<VerifierKey> verifiers() {
        return keys.verifiers();
    }

    /// How many events the tree has; it follows the log within a moment.
    public long size() {
        return tree.size();
    }

    /// The tree over the first `size` events.
    ///
    /// @throws IllegalArgumentException when there are not so many
    public MerkleTree tree(long size) {
        if (size > size()) {
            throw new IllegalArgumentException(
                    "the tree has %d events, not %d".formatted(size(), size));
        }
        return new MerkleTree(tree.hashes(), size);
    }

    /// The hashes of a tile; empty when the tree has not so many.
    public Optional<Bytes> tile(Tile tile) {
        return tile.isWithin(size())
                ? Optional.of(
                        Bytes.wrap(
                                tree.hashes().read(tile.level(), tile.firstHash(), tile.width())))
                : Optional.empty();
    }

    /// The entries of the events whose hashes are in a tile of level 0: C2SP tlog-tiles.
    ///
    /// @return each with its length before it (two bytes, big-endian); empty when the tree has not
    ///     so many
    public Optional<Bytes> entries(Tile tile) {
        if (!tile.isWithin(size())) {
            return Optional.empty();
        }
        List<Bytes> entries = new ArrayList<>();
        try (EventCursor events = read(tile.firstHash(), tile.width())) {
            while (events.hasNext()) {
                entries.add(tree.entry(events.next()));
            }
        }
        return Optional.of(EntryBundle.of(entries));
    }

    private EventCursor read(long from, int count) {
        return store.read(ReadLog.all().from(new Checkpoint(from)).limit(count));
    }

    /// The checkpoint that was signed last, or a new one where the log has grown and a second has
    /// gone by. What it says is on disk before it is returned.
    ///
    /// @throws CorruptException when the log does not go on from what was signed before
    /// @throws UnavailableException when the tree has not caught up with what was signed before
    public synchronized SignedNote checkpoint() {
        tree.checkWorks();
        SignedNote note = last;
        if (note == null) {
            return sign(size());
        }
        long signedSize = TreeHead.parse(note.text()).size();
        long size = size();
        if (size < signedSize) {
            throw new UnavailableException(
                    "the Merkle tree is being read from the log: %d of %d events"
                            .formatted(size, signedSize));
        }
        boolean recent = clock.instant().isBefore(lastAt.plus(BETWEEN_CHECKPOINTS));
        return size == signedSize || recent ? note : sign(size);
    }

    private SignedNote sign(long size) {
        Instant now = clock.instant();
        TreeHead head = new TreeHead(identity.origin(), size, tree(size).root());
        SignedNote note = keys.sign(head, now);
        try {
            signed.write(note.write());
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint cannot be kept", e);
        }
        last = note;
        lastAt = now;
        return note;
    }

    /// A checkpoint that has the event at `position`, waiting for it at most `timeout`.
    ///
    /// @throws UnavailableException when there is none in time
    public SignedNote checkpointCovering(Position position, Duration timeout)
            throws InterruptedException {
        long latest = System.nanoTime() + timeout.toNanos();
        while (tree.awaits(position.value(), latest)) {
            SignedNote note = checkpoint();
            if (TreeHead.parse(note.text()).size() > position.value()) {
                return note;
            }
            if (System.nanoTime() >= latest) {
                break;
            }
            Thread.sleep(BETWEEN_LOOKS); // the next one is signed within a second
        }
        throw new UnavailableException(
                "no checkpoint has the event at %s yet; the Merkle tree has %d events"
                        .formatted(position, size()));
    }

    /// Proves the event at `position`, waiting for a checkpoint of it at most `timeout`.
    ///
    /// @throws CorruptException when the event in the log is not the one that was signed for
    /// @throws UnavailableException when there is no checkpoint in time
    public EventProof prove(Position position, Duration timeout) throws InterruptedException {
        SignedNote note = checkpointCovering(position, timeout);
        TreeHead head = TreeHead.parse(note.text());
        RecordedEvent event = event(position);
        InclusionProof inclusion = tree(head.size()).inclusion(position.value());
        Hash leaf = new TreeHasher().leaf(tree.entry(event).toByteArray());
        if (!inclusion.proves(leaf, head.root())) {
            throw new CorruptException(
                    "the event at %s is not the one that was signed for".formatted(position),
                    "level-0",
                    position.value() * Hash.SIZE_BYTES,
                    null);
        }
        return new EventProof(event, identity.salts().of(position), inclusion, note);
    }

    private RecordedEvent event(Position position) {
        try (EventCursor events = read(position.value(), 1)) {
            return events.next();
        }
    }

    /// Stops following; what was signed stays.
    @Override
    public void close() {
        tree.close();
    }
}
