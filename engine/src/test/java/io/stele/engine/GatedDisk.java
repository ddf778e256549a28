package io.stele.engine;

import io.stele.log.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A disk whose syncs of segments wait, once it is shut, until each is let through or made to fail.
final class GatedDisk implements Disk {

    private final Disk disk;
    private final Semaphore waiting = new Semaphore(0);
    private final Semaphore passes = new Semaphore(0);
    private volatile boolean shut;
    private volatile boolean failing;

    GatedDisk(Disk disk) {
        this.disk = disk;
    }

    void shut() {
        waiting.drainPermits();
        passes.drainPermits();
        shut = true;
    }

    /// Returns when a sync has come to the gate that did not wait there at the last call.
    void awaitSync() throws InterruptedException {
        if (!waiting.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new AssertionError("no sync came");
        }
    }

    /// Lets one sync through.
    void pass() {
        passes.release();
    }

    /// Makes the sync that waits, and all that follow, fail.
    void fail() {
        failing = true;
        passes.release(1_000);
    }

    void open() {
        shut = false;
        passes.release(1_000);
    }

    private void atGate() throws IOException {
        if (shut) {
            waiting.release();
            passes.acquireUninterruptibly();
        }
        if (failing) {
            throw new IOException("the sync failed");
        }
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        DiskFile opened = disk.open(file);
        return file.toString().endsWith(".segment") ? new GatedFile(opened) : opened;
    }

    private final class GatedFile implements DiskFile {

        private final DiskFile file;

        GatedFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(ByteBuffer bytes, long offsetBytes) throws IOException {
            file.write(bytes, offsetBytes);
        }

        @Override
        public void sync() throws IOException {
            atGate();
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public Mapping map(Path file) throws IOException {
        return disk.map(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        disk.replace(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        disk.syncDirectory(directory);
    }

    @Override
    public AutoCloseable lock(Path file) throws IOException {
        return disk.lock(file);
    }
}
