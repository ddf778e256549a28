package io.stele.server;

import io.stele.model.CorruptException;
import io.stele.model.EventStore;
import io.stele.model.StoreException;
import io.stele.proofs.log.LogComparison;
import io.stele.proofs.log.MerkleLog;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.witness.Witnesses;
import io.stele.protocol.ProblemKind;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/*
 * A store gets its tree when somebody first asks for something of it: that writes an event, and costs
 * nobody anything who does not want it. From then on it is followed from the start of the server on.
 */
/// The Merkle tree over the store of a server. For any number of threads.
final class HostedLog implements AutoCloseable {

    private static final Logger LOG = System.getLogger("io.stele.server");

    /// How old the last checkpoint gets when nobody asks for one while the log grows: what a rollback
    /// could take back unnoticed.
    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(10);

    private final EventStore store;
    private final Optional<ProofsOptions> options;
    private @Nullable MerkleLog log;
    private @Nullable Thread signing;
    private boolean closed;

    private HostedLog(EventStore store, Optional<ProofsOptions> options) {
        this.store = store;
        this.options = options;
    }

    /// Holds the store against what is known to have been signed for.
    ///
    /// @param store stays open; close this before
    /// @param options empty: no tree is kept
    /// @throws CorruptException when the log does not go on from that
    static HostedLog of(EventStore store, Optional<ProofsOptions> options) {
        HostedLog hosted = new HostedLog(store, options);
        List<TreeHead> known = options.map(HostedLog::known).orElse(List.of());
        for (TreeHead head : known) {
            check(store, head, options.orElseThrow());
        }
        if (!known.isEmpty()) {
            hosted.begin();
        }
        if (options.map(set -> !set.witnesses().isEmpty()).orElse(false)) {
            hosted.askWitnesses();
        }
        return hosted;
    }

    private static List<TreeHead> known(ProofsOptions options) {
        Optional<TreeHead> last =
                MerkleLog.lastCheckpoint(options.directory())
                        .map(note -> TreeHead.parse(note.text()));
        return Stream.of(last, options.trusted()).flatMap(Optional::stream).distinct().toList();
    }

    private static void check(EventStore store, TreeHead head, ProofsOptions options) {
        LogComparison found;
        try {
            found =
                    switch (options.check()) {
                        case ALL -> LogComparison.of(store, head);
                        case END -> LogComparison.ofLength(store, head);
                    };
        } catch (CorruptException e) {
            // The store knows, has said so, and is open for reading up to there.
            LOG.log(
                    Level.ERROR,
                    "the log cannot be held against its checkpoint: " + e.getMessage());
            return;
        }
        if (!(found instanceof LogComparison.Same)) {
            throw new CorruptException(
                    """
                    refused to open: %s. Nothing was changed. docs/audit.md says what to do\
                    """
                            .formatted(found.describe()),
                    options.directory().resolve("checkpoint").toString(),
                    0,
                    null);
        }
    }

    /// So that the tree is there when it is asked for; a damaged store still is read without it.
    private void begin() {
        try {
            var _ = log();
        } catch (StoreException | UncheckedIOException e) {
            LOG.log(Level.ERROR, "the Merkle tree cannot be kept: " + e.getMessage());
        }
    }

    /// They may know more of this log than its own files do.
    private void askWitnesses() {
        try {
            var _ = log().checkpoint();
        } catch (StoreException | UncheckedIOException e) {
            MerkleLog open = log;
            if (open != null && open.isContradicted()) {
                close();
                throw e;
            }
            LOG.log(Level.WARNING, "the witnesses are asked later: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The tree, which is begun now if there is none.
    ///
    /// @throws io.stele.protocol.ProblemException when none is kept
    synchronized MerkleLog log() {
        ProofsOptions set =
                options.orElseThrow(
                        () -> ProblemKind.NO_PROOFS.exception("this store keeps no Merkle tree"));
        MerkleLog open = log;
        if (open == null) {
            if (closed) {
                throw ProblemKind.UNAVAILABLE.exception("the server is closing");
            }
            open =
                    MerkleLog.open(
                            store,
                            set.directory(),
                            set.origin(),
                            new Witnesses(set.witnesses()),
                            Clock.systemUTC());
            log = open;
            signing = Thread.ofVirtual().name("stele-checkpoints").start(this::sign);
        }
        return open;
    }

    private void sign() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_CHECKPOINTS);
                try {
                    var _ = log().checkpoint();
                } catch (StoreException | UncheckedIOException e) {
                    Level level = e instanceof CorruptException ? Level.ERROR : Level.WARNING;
                    LOG.log(level, "no checkpoint is signed: " + e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() {
        MerkleLog open;
        synchronized (this) {
            closed = true;
            open = log;
            if (signing != null) {
                signing.interrupt();
            }
        }
        if (open != null) {
            open.close();
        }
    }
}
