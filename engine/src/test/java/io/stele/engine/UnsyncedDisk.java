package io.stele.engine;

import io.stele.log.Disk;
import io.stele.log.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// Real files, never synced: for tests of everything but durability.
record UnsyncedDisk(FileDisk files) implements Disk {

    UnsyncedDisk() {
        this(new FileDisk());
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        files.createDirectories(directory);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return files.list(directory);
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new UnsyncedFile(files.open(file));
    }

    @Override
    public Mapping map(Path file) throws IOException {
        return files.map(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        files.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        files.delete(file);
    }

    @Override
    public void syncDirectory(Path directory) {}

    @Override
    public AutoCloseable lock(Path file) throws IOException {
        return files.lock(file);
    }

    private record UnsyncedFile(DiskFile file) implements DiskFile {

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(ByteBuffer bytes, long offsetBytes) throws IOException {
            file.write(bytes, offsetBytes);
        }

        @Override
        public void sync() {}

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
