package io.stele.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Leases as locks of the operating system on a file, a byte for each. They end with the process at
/// the latest.
///
/// A process that closes a file loses its locks on it, whichever channel has them. So there is one
/// channel for each file in a process, open as long as there are locks.
final class FileLeases {

    private static final Map<Path, FileLeases> ALL = new HashMap<>();

    private final Path file;
    private @Nullable FileChannel channel;
    private int held;

    private FileLeases(Path file) {
        this.file = file;
    }

    /// The only one of this process for a file.
    static FileLeases on(Path file) {
        synchronized (ALL) {
            return ALL.computeIfAbsent(file.toAbsolutePath().normalize(), FileLeases::new);
        }
    }

    /// @param number which lease
    /// @return empty when somebody has it, this process included
    synchronized Optional<Lease> tryTake(long number) throws IOException {
        FileChannel open = channel == null ? open() : channel;
        channel = open;
        FileLock lock = null;
        try {
            lock = open.tryLock(number, 1, false);
        } catch (OverlappingFileLockException e) {
            // this process has it
        } finally {
            if (lock == null) {
                closeIfUnused();
            }
        }
        if (lock == null) {
            return Optional.empty();
        }
        held++;
        FileLock taken = lock;
        return Optional.of(() -> release(taken));
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private synchronized void release(FileLock lock) {
        try {
            lock.release();
            held--;
            closeIfUnused();
        } catch (IOException e) {
            System.getLogger(FileLeases.class.getName())
                    .log(System.Logger.Level.WARNING, "a lease could not be given back", e);
        }
    }

    private void closeIfUnused() throws IOException {
        if (held == 0 && channel != null) {
            channel.close();
            channel = null;
        }
    }
}
