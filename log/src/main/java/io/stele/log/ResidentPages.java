package io.stele.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/*
 * A page that was read through a map counts as this process's memory until the map goes, though the
 * system could take it back at any time; a store that is read at random would look as large as its
 * log, and in a container with a limit be treated so. So the maps count what they touch, and when
 * that grows beyond the bound, some of them are made anew: the pages stay in the system's cache, and
 * reading them again costs a minor fault.
 *
 * The count alone is too low: where the system keeps a file in large pages it maps 2 MiB at a touch
 * of one byte. So each time that the maps have touched a little more, the system is asked. It counts
 * the files that others in this process have mapped, too: those are what is left when these maps have
 * let go of all they have.
 */
/// Keeps what a log's maps hold in memory below a bound. For any number of threads.
public final class ResidentPages {

    /// The system is asked when so much of the bound was touched since.
    private static final int ASK_SHIFT = 6;

    private final long bytesMax;
    private final Disk disk;
    private final boolean asks;
    private final AtomicLong counted = new AtomicLong();
    private final AtomicLong untilAsked = new AtomicLong();
    private final List<MappedFile> files = new CopyOnWriteArrayList<>();
    private final ReentrantLock lettingGo = new ReentrantLock();
    private volatile long uncounted;
    private volatile long others; // what other maps in this process hold
    private int next; // under the lock: which file comes next, round and round

    /// @param bytesMax more than a few MiB, or reading will be slow
    /// @param disk what the maps are of
    public ResidentPages(long bytesMax, Disk disk) {
        this.bytesMax = bytesMax;
        this.disk = disk;
        this.others = disk.residentBytes();
        this.asks = others >= 0;
    }

    /// What the maps are thought to hold. An estimate; the system may have taken pages back.
    public long bytes() {
        return counted.get() + uncounted;
    }

    void register(MappedFile file) {
        files.add(file);
    }

    void forget(MappedFile file, long held) {
        files.remove(file);
        counted.addAndGet(-held);
    }

    /// Called when `file` holds so much more.
    void grew(MappedFile file, long by) {
        counted.addAndGet(by);
        if (asks && untilAsked.addAndGet(-by) < 0) {
            untilAsked.set(bytesMax >> ASK_SHIFT);
            ask();
        }
        long held = bytes();
        if (held > bytesMax && enter(held)) {
            try {
                letGo(file);
            } finally {
                lettingGo.unlock();
            }
        }
    }

    private void ask() {
        long beyond = disk.residentBytes() - counted.get();
        if (beyond < others) {
            others = beyond;
        }
        uncounted = beyond - others;
    }

    /// One thread lets go while the others read on, but not far: then they wait for it.
    private boolean enter(long held) {
        if (held <= bytesMax + bytesMax / 4) {
            return lettingGo.tryLock();
        }
        lettingGo.lock();
        return true;
    }

    /// Down to half, so that there is a while until the next time. The file that is being read
    /// comes last.
    @SuppressWarnings("NonAtomicVolatileUpdate") // an estimate
    private void letGo(MappedFile reading) {
        if (bytes() <= bytesMax) {
            return; // somebody else has done it
        }
        for (int left = files.size(); left > 0 && bytes() > bytesMax / 2; left--) {
            List<MappedFile> all = List.copyOf(files);
            if (all.isEmpty()) {
                return;
            }
            next = (next + 1) % all.size();
            MappedFile file = all.get(next);
            if (file != reading || left == 1) {
                counted.addAndGet(-file.letGo());
                if (asks) {
                    ask();
                }
            }
        }
        if (bytes() > bytesMax / 2) { // and yet all was let go
            others += uncounted;
            uncounted = 0;
        }
    }
}
