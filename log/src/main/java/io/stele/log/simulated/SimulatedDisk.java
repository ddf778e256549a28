package io.stele.log.simulated;

import io.stele.log.Disk;
import io.stele.log.LogLockedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A disk in memory that is as bad as a disk may be.
///
/// After [#crash()] each 512-byte sector written since its file's last sync is there or is not, by
/// chance, and so are names since their directory's last sync, but in order; a rename is two such
/// steps, as it is on a file system without a journal. Which, is decided by the random source alone. For one thread at a time, with the exception of what a log's own
/// background thread does.
public final class SimulatedDisk implements Disk {

    private final RandomGenerator random;
    private final Map<Path, SimulatedFile> names = new HashMap<>();
    private final Map<Path, SimulatedFile> durableNames = new HashMap<>();
    private final List<NameChange> unsyncedNames = new ArrayList<>();
    private final Set<Path> locks = new HashSet<>();
    private long operationsLeft = Long.MAX_VALUE;
    private long freeBytes = Long.MAX_VALUE;
    private boolean syncsLie;

    private record NameChange(Path directory, Path name, Optional<SimulatedFile> file) {}

    public SimulatedDisk(RandomGenerator random) {
        this.random = random;
    }

    /// From the `count`th operation on, nothing works: the power is gone.
    public synchronized void failAfter(long count) {
        operationsLeft = count;
    }

    /// How much more may be written beyond the ends of files.
    public synchronized void freeBytes(long bytes) {
        freeBytes = bytes;
    }

    /// Makes every sync report success and do nothing: a planted fault, to show that a test would
    /// notice.
    public synchronized void lieAboutSyncs() {
        syncsLie = true;
    }

    /// The power goes, and comes back: whatever was open is not any more.
    public synchronized void crash() {
        List<NameChange> kept = unsyncedNames.subList(0, random.nextInt(unsyncedNames.size() + 1));
        kept.forEach(change -> apply(change, durableNames));
        unsyncedNames.clear();
        names.clear();
        names.putAll(durableNames);
        names.values().stream().distinct().forEach(file -> file.crash(random));
        locks.clear();
        operationsLeft = Long.MAX_VALUE;
    }

    /// Flips one bit of a file, behind everybody's back.
    public synchronized void flipBit(Path file, int offsetBytes, int bit) {
        SimulatedFile content = names.get(file);
        if (content == null) {
            throw new IllegalArgumentException("no file " + file);
        }
        content.visible()[offsetBytes] ^= (byte) (1 << bit);
        content.write(new byte[] {content.visible()[offsetBytes]}, offsetBytes);
        content.sync();
    }

    private synchronized void operation() throws IOException {
        if (operationsLeft <= 0) {
            throw new IOException("the disk is gone");
        }
        operationsLeft--;
    }

    private synchronized void change(Path name, Optional<SimulatedFile> file) {
        NameChange change = new NameChange(Objects.requireNonNull(name.getParent()), name, file);
        apply(change, names);
        unsyncedNames.add(change);
    }

    private static void apply(NameChange change, Map<Path, SimulatedFile> to) {
        change.file()
                .ifPresentOrElse(
                        file -> to.put(change.name(), file), () -> to.remove(change.name()));
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        operation();
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        operation();
        return names.keySet().stream()
                .filter(name -> directory.equals(name.getParent()))
                .map(name -> String.valueOf(name.getFileName()))
                .sorted()
                .toList();
    }

    @Override
    public synchronized DiskFile open(Path file) throws IOException {
        operation();
        if (!names.containsKey(file)) {
            change(file, Optional.of(new SimulatedFile()));
        }
        return new OpenFile(Objects.requireNonNull(names.get(file)));
    }

    @Override
    public synchronized Mapping map(Path file) throws IOException {
        operation();
        SimulatedFile content = names.get(file);
        if (content == null) {
            throw new FileNotFoundException(file.toString());
        }
        MemorySegment bytes = MemorySegment.ofArray(content.visible());
        return new Mapping() {
            @Override
            public MemorySegment bytes() {
                return bytes;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        operation();
        SimulatedFile content = names.get(from);
        if (content == null) {
            throw new FileNotFoundException(from.toString());
        }
        if (names.containsKey(to)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        change(to, Optional.of(content));
        change(from, Optional.empty());
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        operation();
        if (names.containsKey(file)) {
            change(file, Optional.empty());
        }
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        operation();
        if (!syncsLie) {
            unsyncedNames.stream()
                    .filter(change -> change.directory().equals(directory))
                    .forEach(change -> apply(change, durableNames));
            unsyncedNames.removeIf(change -> change.directory().equals(directory));
        }
    }

    @Override
    public synchronized AutoCloseable lock(Path file) throws IOException {
        operation();
        if (!locks.add(file)) {
            throw new LogLockedException(file, "this process");
        }
        return () -> {
            synchronized (this) {
                locks.remove(file);
            }
        };
    }

    private final class OpenFile implements DiskFile {

        private final SimulatedFile content;

        OpenFile(SimulatedFile content) {
            this.content = content;
        }

        @Override
        public long size() {
            synchronized (SimulatedDisk.this) {
                return content.visible().length;
            }
        }

        @Override
        public void write(ByteBuffer bytes, long offsetBytes) throws IOException {
            synchronized (SimulatedDisk.this) {
                operation();
                int growth =
                        (int)
                                Math.max(
                                        0,
                                        offsetBytes + bytes.remaining() - content.visible().length);
                if (growth > freeBytes) {
                    throw new IOException("No space left on device");
                }
                freeBytes -= growth;
                byte[] array = new byte[bytes.remaining()];
                bytes.get(array);
                content.write(array, Math.toIntExact(offsetBytes));
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                operation();
                if (!syncsLie) {
                    content.sync();
                }
            }
        }

        @Override
        public void close() {}
    }
}
