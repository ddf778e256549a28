package io.stele.log;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/*
 * Where the system takes no advice, letting pages go means to map the file anew and to end the old
 * map. Who was reading through the old one gets an IllegalStateException from it, sees that #generation() has changed, and reads
 * again:
 *
 *     while (true) {
 *         int generation = file.generation();
 *         try { return …(file.bytes()); }
 *         catch (IllegalStateException e) { if (file.generation() == generation) throw e; } // closed
 *     }
 */
/// A file mapped for reading, whose pages in memory are counted and can be let go. The file does
/// not change its size. For any number of threads.
public final class MappedFile implements AutoCloseable {

    /// What the system maps at once around a fault.
    private static final int BLOCK_BITS = 16;

    private final Disk disk;
    private final Path path;
    private final ResidentPages pages;
    private final AtomicLongArray touched;
    private final AtomicLong heldBytes = new AtomicLong();
    private final List<Disk.Mapping> busy = new ArrayList<>();
    private volatile Disk.Mapping mapping;
    private volatile int generation;
    private volatile boolean closed;

    public MappedFile(Disk disk, Path path, ResidentPages pages) throws IOException {
        this.disk = disk;
        this.path = path;
        this.pages = pages;
        this.mapping = disk.map(path);
        long blocks = (mapping.bytes().byteSize() >>> BLOCK_BITS) + 1;
        this.touched = new AtomicLongArray((int) ((blocks >>> 6) + 1));
        pages.register(this);
    }

    public Path path() {
        return path;
    }

    public long sizeBytes() {
        return mapping.bytes().byteSize();
    }

    /// Changes each time that pages were let go: what is read from here on comes from the system
    /// anew, and perhaps from the disk.
    public int generation() {
        return generation;
    }

    /// The file's bytes. Where the system takes no advice it is another object each time that pages
    /// were let go; the one before ends then.
    public MemorySegment bytes() {
        return mapping.bytes();
    }

    /// Says that the bytes from `offset` are about to be read.
    public void touch(long offset, long length) {
        long last = (offset + length) >>> BLOCK_BITS;
        for (long block = offset >>> BLOCK_BITS; block <= last; block++) {
            int word = (int) (block >>> 6);
            long bit = 1L << block;
            long seen = touched.getPlain(word);
            if ((seen & bit) == 0) {
                touched.setPlain(word, seen | bit); // a lost bit makes the count a little higher
                heldBytes.addAndGet(1 << BLOCK_BITS);
                pages.grew(this, 1 << BLOCK_BITS);
            }
        }
        if (closed) { // what was counted after the end
            pages.forget(this, heldBytes.getAndSet(0));
        }
    }

    /// Gives the pages back to the system.
    ///
    /// @return how many bytes were thought to be held
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    synchronized long letGo() {
        if (closed || heldBytes.get() == 0) {
            return 0;
        }
        if (mapping.release()) {
            generation++;
        } else if (!mapAnew()) {
            return 0;
        }
        for (int i = 0; i < touched.length(); i++) {
            touched.setPlain(i, 0);
        }
        return heldBytes.getAndSet(0);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private boolean mapAnew() {
        Disk.Mapping before = mapping;
        try {
            mapping = disk.map(path);
            generation++; // before the old map ends
        } catch (IOException e) { // no descriptor to be had, say: the pages stay
            return false;
        }
        busy.add(before);
        busy.removeIf(MappedFile::closes);
        return true;
    }

    private static boolean closes(Disk.Mapping mapping) {
        try {
            mapping.close();
            return true;
        } catch (IllegalStateException e) { // somebody computes a checksum in it; next time then
            return false;
        }
    }

    /// Ends the map; reading through it throws [IllegalStateException] from here on.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        pages.forget(this, heldBytes.getAndSet(0));
        busy.add(mapping);
        while (!busy.isEmpty()) { // who computes a checksum in it is done in a moment
            busy.removeIf(MappedFile::closes);
            Thread.onSpinWait();
        }
    }
}
