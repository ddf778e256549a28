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
 */
/// Keeps what a log's maps hold in memory below a bound. For any number of threads.
public final class ResidentPages {

    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();
    private final List<MappedFile> files = new CopyOnWriteArrayList<>();
    private final ReentrantLock lettingGo = new ReentrantLock();
    private int next; // under the lock: which file comes next, round and round

    /// @param bytesMax more than a few MiB, or reading will be slow
    public ResidentPages(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// What the maps are thought to hold. An estimate; the system may have taken pages back.
    public long bytes() {
        return bytes.get();
    }

    void register(MappedFile file) {
        files.add(file);
    }

    void forget(MappedFile file, long held) {
        files.remove(file);
        bytes.addAndGet(-held);
    }

    /// Called when `file` holds so much more.
    void grew(MappedFile file, long by) {
        long held = bytes.addAndGet(by);
        if (held > bytesMax && enter(held)) {
            try {
                letGo(file);
            } finally {
                lettingGo.unlock();
            }
        }
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
    private void letGo(MappedFile reading) {
        if (bytes.get() <= bytesMax) {
            return; // somebody else has done it
        }
        for (int left = files.size(); left > 0 && bytes.get() > bytesMax / 2; left--) {
            List<MappedFile> all = List.copyOf(files);
            if (all.isEmpty()) {
                return;
            }
            next = (next + 1) % all.size();
            MappedFile file = all.get(next);
            if (file != reading || left == 1) {
                bytes.addAndGet(-file.letGo());
            }
        }
    }
}
