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
import io.stele.proofs.durable.DurableText;
import io.stele.proofs.note.KeyType;
import io.stele.proofs.note.SignedNote;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.note.VerifierKey;
import io.stele.proofs.tree.Hash;
import io.stele.proofs.tree.InclusionProof;
import io.stele.proofs.tree.MerkleTree;
import io.stele.proofs.tree.Tile;
import io.stele.proofs.tree.TreeHasher;
import io.stele.proofs.witness.Witnesses;
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

    private static final System.Logger LOGGER = System.getLogger(MerkleLog.class.getName());

    static final String CHECKPOINT = "checkpoint";

    private static final Duration CATCH_UP = Duration.ofSeconds(2);
    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final EventStore store;
    private final Clock clock;
    private final LogIdentity identity;
    private final SigningKeys keys;
    private final DurableText signed;
    private final FollowedTree tree;
    private final long sizeAtOpen;
    private final Witnesses witnesses;
    private @Nullable SignedNote last;
    private Instant lastAt = Instant.MIN;
    private volatile boolean contradicted;
    private String askedFor = "";
    private Instant askedAt = Instant.MIN;

    private MerkleLog(
            EventStore store,
            Path directory,
            LogIdentity identity,
            Witnesses witnesses,
            Clock clock)
            throws IOException {
        this.store = store;
        this.clock = clock;
        this.identity = identity;
        this.witnesses = witnesses;
        this.keys = SigningKeys.in(directory.resolve("keys"), identity.origin(), KeyType.ED25519);
        this.signed = new DurableText(directory.resolve(CHECKPOINT));
        this.last = signed.read().map(SignedNote::parse).orElse(null);
        this.sizeAtOpen = store.head().next();
        this.tree =
                new FollowedTree(
                        store,
                        identity,
                        directory,
                        Optional.ofNullable(last).map(note -> TreeHead.parse(note.text())));
    }

    /// The checkpoint that was signed last for the log with its files in `directory`.
    ///
    /// @throws IllegalArgumentException when it cannot be read
    public static Optional<SignedNote> lastCheckpoint(Path directory) {
        try {
            return new DurableText(directory.resolve(CHECKPOINT)).read().map(SignedNote::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(directory.resolve(CHECKPOINT) + " cannot be read", e);
        }
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
        return open(store, directory, origin, Witnesses.NONE, clock);
    }

    /// As [#open(EventStore, Path, Optional, Clock)], with witnesses, which cosign each checkpoint
    /// before it is shown, and are asked about the last one before anything is signed.
    ///
    /// @param witnesses are closed with this
    public static MerkleLog open(
            EventStore store,
            Path directory,
            Optional<String> origin,
            Witnesses witnesses,
            Clock clock) {
        try {
            return new MerkleLog(store, directory, LogIdentity.of(store, origin), witnesses, clock);
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
    public synchronized SignedNote checkpoint() throws InterruptedException {
        awaitCaughtUp();
        SignedNote note = last;
        if (note == null) {
            return witnessed(sign(size()));
        }
        boolean settled = note.text().equals(askedFor) || witnesses.isEmpty();
        boolean recent = clock.instant().isBefore(lastAt.plus(BETWEEN_CHECKPOINTS));
        // What was signed before this process began goes to the witnesses before anything new: if
        // they know more of this log, it was rolled back.
        return settled && size() > signedSize() && !recent
                ? witnessed(sign(size()))
                : witnessed(note);
    }

    /// @return with the cosignatures there are; those who were away are asked again after a while
    private SignedNote witnessed(SignedNote note) throws InterruptedException {
        boolean waits =
                note.text().equals(askedFor)
                        && (witnesses.haveSigned(note)
                                || clock.instant().isBefore(askedAt.plus(BETWEEN_QUESTIONS)));
        if (witnesses.isEmpty() || waits) {
            return note;
        }
        SignedNote more = cosigned(note);
        askedFor = note.text();
        askedAt = clock.instant();
        return keep(more);
    }

    private SignedNote cosigned(SignedNote note) throws InterruptedException {
        try {
            return witnesses.cosign(note, tree(TreeHead.parse(note.text()).size()));
        } catch (CorruptException e) {
            contradicted = true;
            throw e;
        }
    }

    /// Whether a witness knows another history of this log.
    public boolean isContradicted() {
        return contradicted;
    }

    /// What was there at the beginning is in each checkpoint that is signed, so nobody sees the size
    /// go back.
    private void awaitCaughtUp() throws InterruptedException {
        tree.checkWorks();
        long least = Math.max(sizeAtOpen, signedSize());
        long latest = System.nanoTime() + CATCH_UP.toNanos();
        if (least > 0 && !tree.awaits(least - 1, latest)) {
            throw new UnavailableException(
                    "the Merkle tree is being read from the log: %,d of %,d events"
                            .formatted(size(), least));
        }
    }

    private long signedSize() {
        return last == null ? 0 : TreeHead.parse(last.text()).size();
    }

    private SignedNote sign(long size) {
        Instant now = clock.instant();
        TreeHead head = new TreeHead(identity.origin(), size, tree(size).root());
        lastAt = now;
        return keep(keys.sign(head, now));
    }

    private SignedNote keep(SignedNote note) {
        try {
            signed.write(note.write());
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint cannot be kept", e);
        }
        last = note;
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

    /// Signs for what there is, if anything was signed for before, so that a rollback to an earlier
    /// time shows; then stops following.
    @Override
    public void close() {
        try {
            signLast();
        } catch (StoreException | UncheckedIOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "no last checkpoint was signed", e);
        } finally {
            tree.close();
            witnesses.close();
        }
    }

    private synchronized void signLast() {
        tree.checkWorks();
        if (last != null && size() > signedSize()) {
            var unused = sign(size());
        }
    }
}
