package io.stele.log.simulated;

import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A way in which a [SimulatedDisk] is bad, beyond forgetting what was not synced.
///
/// The first half is what a disk may do to anyone; a log loses nothing by it. The second half
/// breaks what was promised, so acknowledged data may be gone; but nothing wrong may ever be read.
public enum DiskFault {
    /// What is kept or lost in a crash is 4 KiB at a time instead of 512 bytes.
    SECTORS_OF_4_KIB,
    /// Unsynced sectors reach the platter whenever the system likes, in any order.
    EARLY_WRITE_BACK,
    /// A write fails, after some of its bytes.
    FAILING_WRITES,
    /// A sync fails. What it was to write is then taken for clean: the next sync succeeds, and does
    /// not write it either.
    FAILING_SYNCS,
    /// Making, renaming or deleting a name fails, or the sync of a directory.
    FAILING_NAMES,
    /// The disk fills up, and has room again later.
    FULL,

    /// Syncs of files report success and do nothing.
    LYING_SYNCS,
    /// Syncs of directories report success and do nothing.
    LYING_DIRECTORY_SYNCS,
    /// A write lands elsewhere in its file.
    ASTRAY_WRITES,
    /// A sector goes back to what it held before its last change.
    STALE_SECTORS,
    /// Two sectors change places, in one file or two.
    SWAPPED_SECTORS,
    /// A bit flips.
    FLIPPED_BITS;

    /// What any disk may do.
    public static final Set<DiskFault> HONEST = Set.copyOf(EnumSet.range(SECTORS_OF_4_KIB, FULL));

    /// What no disk should do.
    public static final Set<DiskFault> DISHONEST =
            Set.copyOf(EnumSet.range(LYING_SYNCS, FLIPPED_BITS));

    /// Some of `faults`, each by a coin: runs with few faults get to places that runs with all of
    /// them never reach.
    public static Set<DiskFault> some(Set<DiskFault> faults, RandomGenerator random) {
        Set<DiskFault> chosen = EnumSet.noneOf(DiskFault.class);
        for (DiskFault fault : values()) { // in one order, so that a seed means one choice
            if (faults.contains(fault) && random.nextBoolean()) {
                chosen.add(fault);
            }
        }
        return chosen;
    }
}
