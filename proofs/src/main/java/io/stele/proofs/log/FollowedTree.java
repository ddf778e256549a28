package io.stele.proofs.log;

import io.stele.model.Bytes;
import io.stele.model.Checkpoint;
import io.stele.model.CorruptException;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.RecordedEvent;
import io.stele.model.Subscription;
import io.stele.model.UnavailableException;
import io.stele.proofs.EventEntry;
import io.stele.proofs.durable.DurableText;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.tree.Hash;
import io.stele.proofs.tree.MerkleTree;
import io.stele.proofs.tree.TileHashes;
import io.stele.proofs.tree.TreeGrowth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * Nothing of this is on the way of an append: a thread follows the log and adds a leaf for each
 * event. `state` says now and then how far the level files are durable; after a crash they are cut
 * back to that, and the rest is read from the log again.
 */
/// A tree that grows with a store's log, in files. One thread follows; any number read.
final class FollowedTree implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(FollowedTree.class.getName());
    private static final Duration POLL = Duration.ofSeconds(10);

    /// A subscription says that it has caught up only after it was behind; single events that come
    /// live are shown when no other follows at once, or after a while.
    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final Duration GATHERING = Duration.ofMillis(20);
    private static final long HIDDEN_NANOS_MAX = Duration.ofMillis(50).toNanos();
    private static final int FLUSH_LEAVES = 4_096;
    private static final long SYNC_LEAVES = 1 << 20;

    private final LogIdentity identity;
    private final Path directory;
    private final DurableText state;
    private final Optional<TreeHead> signed;
    private final LevelFiles levels;
    private final TreeGrowth growth;
    private final Subscription events;
    private final Thread thread;
    private final Object grown = new Object();
    private long stateSize;
    private long shownNanos = System.nanoTime();
    private volatile long size;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    /// @param signed what the tree has to go on from, if anything was signed before
    FollowedTree(EventStore store, LogIdentity identity, Path directory, Optional<TreeHead> signed)
            throws IOException {
        this.identity = identity;
        this.directory = directory;
        this.signed = signed;
        this.state = new DurableText(directory.resolve("state"));
        this.size = knownSize();
        this.stateSize = size;
        this.levels = new LevelFiles(directory, size);
        this.growth = new TreeGrowth(levels, size, levels::add);
        this.events = store.subscribe(new Checkpoint(size), EventFilter.ALL);
        this.thread = Thread.ofPlatform().daemon().name("stele-merkle").start(this::follow);
    }

    /// How far the level files can be believed: as far as `state` says, if the root that it has is
    /// theirs.
    private long knownSize() throws IOException {
        Optional<String> text = state.read();
        if (text.isEmpty()) {
            return 0;
        }
        try {
            TreeHead head = TreeHead.parse(text.get());
            try (LevelFiles files = new LevelFiles(directory, head.size())) {
                if (head.origin().equals(identity.origin())
                        && hasRoot(files, head)
                        && signed.filter(before -> before.size() <= head.size())
                                .map(before -> hasRoot(files, before))
                                .orElse(true)) {
                    return head.size();
                }
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "the state of the tree", e);
        }
        LOGGER.log(
                System.Logger.Level.WARNING,
                "the files of the Merkle tree in {0} are not whole; they are made anew from the log",
                directory);
        return 0;
    }

    private static boolean hasRoot(LevelFiles files, TreeHead head) {
        return new MerkleTree(files, head.size()).root().equals(head.root());
    }

    private void follow() {
        try {
            while (!closed) {
                boolean hidden = growth.size() > size;
                Optional<Subscription.Message> message = events.poll(hidden ? PAUSE : POLL);
                if (message.isPresent()) {
                    take(message.get());
                } else if (hidden) {
                    show();
                }
            }
        } catch (InterruptedException e) {
            fail(new UnavailableException("the thread of the Merkle tree was interrupted", e));
        } catch (IOException e) {
            fail(new UncheckedIOException("the Merkle tree cannot be written", e));
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /// Lets some events come together. Following each batch at once would cost the writer's machine a
    /// wake-up for each, and nobody needs a tree that is younger than this.
    private void gather() throws InterruptedException {
        if (!closed) {
            Thread.sleep(GATHERING);
        }
    }

    private void take(Subscription.Message message) throws IOException, InterruptedException {
        switch (message) {
            case Subscription.Message.Event(RecordedEvent event) -> {
                growth.add(entry(event).toByteArray());
                if (growth.size() - size >= FLUSH_LEAVES
                        || System.nanoTime() - shownNanos > HIDDEN_NANOS_MAX) {
                    show();
                }
            }
            case Subscription.Message.CaughtUp caughtUp -> {
                show();
                gather();
            }
            case Subscription.Message.Progress progress -> {}
        }
    }

    /// What the leaf of `event` is the hash of.
    Bytes entry(RecordedEvent event) {
        return EventEntry.of(event, identity.salts().of(event.position())).bytes();
    }

    /// Makes what was added visible, if it goes on from what was signed.
    private void show() throws IOException {
        shownNanos = System.nanoTime();
        levels.flush();
        if (signed.isPresent()) {
            checkGoesOnFrom(signed.get());
        }
        synchronized (grown) {
            size = growth.size();
            grown.notifyAll();
        }
        if (size - stateSize >= SYNC_LEAVES) {
            saveState();
        }
    }

    /// Once, when the tree grows over that size; from then on it only grows.
    private void checkGoesOnFrom(TreeHead head) {
        if (size >= head.size() || growth.size() < head.size()) {
            return;
        }
        Hash root = new MerkleTree(levels, head.size()).root();
        if (!root.equals(head.root())) {
            throw new CorruptException(
                    "the log is not the one that was signed for at %d events: its root is %s, the signed one %s"
                            .formatted(head.size(), root, head.root()),
                    directory.resolve(MerkleLog.CHECKPOINT).toString(),
                    0,
                    null);
        }
    }

    private void saveState() throws IOException {
        levels.sync();
        MerkleTree tree = new MerkleTree(levels, size);
        state.write(new TreeHead(identity.origin(), tree.size(), tree.root()).text());
        stateSize = tree.size();
    }

    private void fail(RuntimeException cause) {
        LOGGER.log(System.Logger.Level.ERROR, "the Merkle tree stopped", cause);
        synchronized (grown) {
            failure = cause;
            grown.notifyAll();
        }
    }

    long size() {
        return size;
    }

    TileHashes hashes() {
        return levels;
    }

    /// Waits until the tree has the leaf at `position`, at most until `latestNanos`.
    ///
    /// @return whether it has
    boolean awaits(long position, long latestNanos) throws InterruptedException {
        synchronized (grown) {
            while (size <= position && failure == null && !closed) {
                long millis = (latestNanos - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                grown.wait(millis);
            }
        }
        checkWorks();
        return true;
    }

    void checkWorks() {
        RuntimeException why = failure;
        if (why != null) {
            throw why;
        }
        if (closed) {
            throw new UnavailableException("the Merkle tree is closed");
        }
    }

    /// Stops following, and notes how far the files reach.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        events.close(); // ends the wait; an interrupt would close the files
        try (levels) {
            thread.join();
            if (failure == null) {
                saveState();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("the Merkle tree was not closed well", e);
        }
    }
}
