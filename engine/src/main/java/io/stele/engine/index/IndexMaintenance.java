package io.stele.engine.index;

import io.stele.engine.index.SealedIndex.Covered;
import io.stele.log.LogCorruptException;
import io.stele.log.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/*
 * Files of about the same size are merged four at a time, so that their number grows with the
 * logarithm of the log, and each entry is written that often. A file that a merge has taken the
 * place of is closed and deleted; who was reading it asks again.
 *
 * Whatever fails here costs memory or time, never an answer: the index in memory stays until its
 * file is there.
 */
/// Writes the index files of sealed segments, merges them, and makes damaged ones anew; in the
/// background.
final class IndexMaintenance {

    private static final System.Logger LOGGER = System.getLogger(IndexMaintenance.class.getName());
    private static final int MERGED_AT_ONCE = 4;

    /// Larger ones are left alone: positions in a file are ints, and a merge has a filter in memory.
    private static final long POSITIONS_MAX = 1L << 24;

    private final LogIndex index;
    private final IndexFiles files;
    private final Executor background;
    private final ReentrantLock sealing = new ReentrantLock();
    private final ReentrantLock merging = new ReentrantLock(); // taken first where both are
    private final Set<IndexPart> unreadable = new HashSet<>(); // under sealing
    private boolean tidied; // under both
    private volatile boolean closed;

    IndexMaintenance(LogIndex index, IndexFiles files, Executor background) {
        this.index = index;
        this.files = files;
        this.background = background;
    }

    /// Begins to do what there is to do.
    void begin() {
        try {
            background.execute(this::work);
        } catch (RuntimeException | Error e) { // no thread to be had; the next segment tries again
            LOGGER.log(System.Logger.Level.WARNING, "index files are not being written", e);
        }
    }

    /// Sealing does not wait for a merge, which may take long: what is not sealed is in memory.
    private void work() {
        try {
            sealAll();
            if (!closed && merging.tryLock()) {
                try {
                    while (!closed && merge()) {}
                    tidy();
                } finally {
                    merging.unlock();
                }
            }
        } catch (IOException | RuntimeException e) {
            if (!closed) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "index files are not up to date, which costs memory",
                        e);
            }
        }
    }

    private void sealAll() throws IOException {
        sealing.lock();
        try {
            while (!closed && seal()) {}
        } finally {
            sealing.unlock();
        }
    }

    private void tidy() throws IOException {
        sealing.lock();
        try {
            if (!closed && !tidied) {
                files.deleteAllBut(LogIndex.sealed(index.parts()));
                tidied = true;
            }
        } finally {
            sealing.unlock();
        }
    }

    /// Before another segment is read at open: writes files for those that have none.
    void sealForOpening() {
        try {
            while (seal(index.parts())) {}
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "an index file could not be written", e);
        }
    }

    /// Writes a file for the oldest segment that has none and is not written to.
    ///
    /// @return whether there was one
    private boolean seal() throws IOException {
        List<IndexPart> parts = index.parts();
        return seal(parts.subList(0, Math.max(0, parts.size() - 1)));
    }

    private boolean seal(List<IndexPart> parts) throws IOException {
        for (IndexPart part : parts) {
            if (part instanceof ActiveIndex active
                    && active.endPosition() > active.firstPosition()
                    && !unreadable.contains(active)) {
                seal(active);
                return true;
            }
        }
        return false;
    }

    private void seal(ActiveIndex active) throws IOException {
        try {
            replace(List.of(active), write(active));
        } catch (LogCorruptException e) { // its last frame; the index stays in memory
            unreadable.add(active);
            LOGGER.log(System.Logger.Level.ERROR, "{0}: {1}", e.file(), e.getMessage());
        }
    }

    private SealedIndex write(ActiveIndex active) throws IOException {
        return files.write(List.of(active), List.of(covered(active)), () -> closed);
    }

    private static Covered covered(ActiveIndex active) throws LogCorruptException {
        long end = active.endPosition();
        int checksum = active.segment().read(active.offsetOf(end - 1)).checksum();
        return new Covered(active.firstPosition(), end, checksum);
    }

    private boolean merge() throws IOException {
        List<SealedIndex> run = mergeable(index.parts());
        if (run.isEmpty() || !files.hasRoomToMerge(run, index.lastSegmentBytes())) {
            return false;
        }
        List<Covered> segments = new ArrayList<>();
        try {
            run.forEach(part -> segments.addAll(part.segments()));
            replace(run, files.write(run, segments, () -> closed));
        } catch (IndexDamagedException e) {
            rebuild(e.index());
        }
        return true;
    }

    /// The newest four neighbours of the same level; empty when there are none.
    private static List<SealedIndex> mergeable(List<IndexPart> parts) {
        for (int end = parts.size(); end >= MERGED_AT_ONCE; end--) {
            List<SealedIndex> run = LogIndex.sealed(parts.subList(end - MERGED_AT_ONCE, end));
            if (run.size() == MERGED_AT_ONCE
                    && run.stream().mapToInt(IndexMaintenance::level).distinct().count() == 1
                    && run.getLast().endPosition() - run.getFirst().firstPosition()
                            <= POSITIONS_MAX) {
                return run;
            }
        }
        return List.of();
    }

    private static int level(SealedIndex part) {
        int level = 0;
        for (int segments = part.layout().segmentCount();
                segments >= MERGED_AT_ONCE;
                segments /= MERGED_AT_ONCE) {
            level++;
        }
        return level;
    }

    private void replace(List<? extends IndexPart> old, SealedIndex by) throws IOException {
        index.replace(old, List.of(by));
        for (IndexPart part : old) {
            if (part instanceof SealedIndex sealed) {
                sealed.close();
                if (!sealed.path().equals(by.path())) {
                    files.delete(sealed);
                }
            }
        }
    }

    /// Makes a damaged file anew from its segments; at once, since nothing can be answered without.
    ///
    /// @throws LogCorruptException when they are damaged too
    void rebuild(SealedIndex damaged) throws IOException {
        merging.lock();
        try {
            if (!index.parts().contains(damaged)) {
                return; // somebody else has done it
            }
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0} is damaged and made anew from the log",
                    damaged.path());
            List<IndexPart> anew = new ArrayList<>();
            for (Segment segment : index.segments(damaged)) {
                anew.add(sealedOrInMemory(index.read(segment)));
            }
            index.replace(List.of(damaged), anew);
            damaged.close();
            if (LogIndex.sealed(anew).stream()
                    .noneMatch(part -> part.path().equals(damaged.path()))) {
                files.delete(damaged);
            }
        } finally {
            merging.unlock();
        }
    }

    private IndexPart sealedOrInMemory(ActiveIndex active) {
        sealing.lock();
        try {
            return write(active);
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "an index file could not be written", e);
            return active;
        } finally {
            sealing.unlock();
        }
    }

    /// Ends what is under way; nothing is written from here on.
    void close() {
        closed = true;
        merging.lock(); // waits for the block that is being written, here and there
        try {
            sealing.lock();
            try {
                unreadable.clear();
            } finally {
                sealing.unlock();
            }
        } finally {
            merging.unlock();
        }
    }
}
