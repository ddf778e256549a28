package io.stele.e2e.fault;

import io.stele.log.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A disk with a planted fault, to show that a suite notices it.
///
/// @param fault `nosync`: syncs do nothing; `late`: a write happens two writes later;
///     `retry`: a failed sync is tried again, and what that says is believed
record PlantedDisk(Disk disk, String fault) implements Disk {

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new PlantedFile(disk.open(file), fault);
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
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (!fault.equals("nosync")) {
            disk.syncDirectory(directory);
        }
    }

    @Override
    public AutoCloseable lock(Path file) throws IOException {
        return disk.lock(file);
    }

    private record Held(ByteBuffer bytes, long offsetBytes) {}

    private static final class PlantedFile implements DiskFile {

        private final DiskFile file;
        private final String fault;
        private final Deque<Held> held = new ArrayDeque<>();

        PlantedFile(DiskFile file, String fault) {
            this.file = file;
            this.fault = fault;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(ByteBuffer bytes, long offsetBytes) throws IOException {
            if (!fault.equals("late")) {
                file.write(bytes, offsetBytes);
                return;
            }
            ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            held.addLast(new Held(copy, offsetBytes));
            if (held.size() > 2) {
                release();
            }
        }

        private void release() throws IOException {
            Held first = held.removeFirst();
            file.write(first.bytes(), first.offsetBytes());
        }

        @Override
        public void sync() throws IOException {
            try {
                if (!fault.equals("nosync")) {
                    file.sync();
                }
            } catch (IOException e) {
                if (!fault.equals("retry")) {
                    throw e;
                }
                file.sync();
            }
        }

        @Override
        public void close() throws IOException {
            while (!held.isEmpty()) {
                release();
            }
            file.close();
        }
    }
}
