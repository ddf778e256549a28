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
import java.util.Arrays;
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
/// After [#crash()] each sector written since its file's last sync is there or is not, by chance,
/// and so are names since their directory's last sync, but in order; a rename is two such steps, as
/// it is on a file system without a journal. [DiskFault]s come on top. Which of all this happens is
/// decided by the random source alone.
public final class SimulatedDisk implements Disk {

    private static final int FAILURE_IN = 60; // operations, on average
    private static final int FULL_BYTES_MAX = 40_000;

    private final RandomGenerator random;
    private final Set<DiskFault> faults;
    private final Map<Path, SimulatedFile> names = new HashMap<>();
    private final Map<Path, SimulatedFile> durableNames = new HashMap<>();
    private final List<NameChange> unsyncedNames = new ArrayList<>();
    private final Set<Path> locks = new HashSet<>();
    private long operationsLeft = Long.MAX_VALUE;
    private long freeBytes = Long.MAX_VALUE;
    private boolean failNextSync;
    private boolean quiet;

    private record NameChange(Path directory, Path name, Optional<SimulatedFile> file) {}

    /// A disk that only forgets what was not synced.
    public SimulatedDisk(RandomGenerator random) {
        this(random, Set.of());
    }

    public SimulatedDisk(RandomGenerator random, Set<DiskFault> faults) {
        this.random = random;
        this.faults = Set.copyOf(faults);
    }

    /// Whether to leave the disk's faults out for a while; a crash forgets the same as ever.
    public synchronized void quiet(boolean on) {
        quiet = on;
        if (on) {
            freeBytes = Long.MAX_VALUE;
        }
    }

    private boolean has(DiskFault fault) {
        return !quiet && faults.contains(fault);
    }

    private boolean strikes(DiskFault fault) {
        return has(fault) && random.nextInt(FAILURE_IN) == 0;
    }

    /// From the `count`th operation on, nothing works: the power is gone.
    public synchronized void failAfter(long count) {
        operationsLeft = count;
    }

    /// The next sync of a file fails, as by [DiskFault#FAILING_SYNCS].
    public synchronized void failNextSync() {
        failNextSync = true;
    }

    /// How much more may be written beyond the ends of files.
    public synchronized void freeBytes(long bytes) {
        freeBytes = bytes;
    }

    /// The power goes, and comes back: whatever was open is not any more.
    public synchronized void crash() {
        List<NameChange> kept = unsyncedNames.subList(0, random.nextInt(unsyncedNames.size() + 1));
        kept.forEach(change -> apply(change, durableNames));
        unsyncedNames.clear();
        names.clear();
        names.putAll(durableNames);
        int together = faults.contains(DiskFault.SECTORS_OF_4_KIB) ? 8 : 1;
        files().forEach(file -> file.crash(random, together));
        restart();
    }

    /// The process dies; the system, and all that it has in memory, stays.
    public synchronized void restart() {
        locks.clear();
        operationsLeft = Long.MAX_VALUE;
    }

    /// Each file once, in the order of names: a seed has to mean one order.
    private List<SimulatedFile> files() {
        return names.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
    }

    /// Time passes over what is stored; one or more of the disk's faults that need no operation may
    /// happen.
    public synchronized void decay() {
        List<SimulatedFile> sectored = files().stream().filter(file -> file.sectors() > 0).toList();
        if (sectored.isEmpty()) {
            return;
        }
        SimulatedFile one = sectored.get(random.nextInt(sectored.size()));
        SimulatedFile other = sectored.get(random.nextInt(sectored.size()));
        if (has(DiskFault.STALE_SECTORS)) {
            one.age(random);
        }
        if (has(DiskFault.SWAPPED_SECTORS)) {
            swap(one, random.nextInt(one.sectors()), other, random.nextInt(other.sectors()));
        }
        if (has(DiskFault.FLIPPED_BITS)) {
            flip(one, random.nextInt(one.visible().length), random.nextInt(8));
        }
    }

    private static void swap(SimulatedFile a, int sectorOfA, SimulatedFile b, int sectorOfB) {
        byte[] kept = a.sector(sectorOfA);
        a.damage(b.sector(sectorOfB), sectorOfA * SimulatedFile.SECTOR_BYTES);
        b.damage(kept, sectorOfB * SimulatedFile.SECTOR_BYTES);
    }

    private static void flip(SimulatedFile file, int offset, int bit) {
        file.damage(new byte[] {(byte) (file.visible()[offset] ^ (1 << bit))}, offset);
    }

    /// Flips one bit of a file, behind everybody's back.
    public synchronized void flipBit(Path file, int offsetBytes, int bit) {
        SimulatedFile content = names.get(file);
        if (content == null) {
            throw new IllegalArgumentException("no file " + file);
        }
        flip(content, offsetBytes, bit);
    }

    private synchronized void operation() throws IOException {
        if (operationsLeft <= 0) {
            throw new IOException("the disk is gone");
        }
        operationsLeft--;
        if (has(DiskFault.FULL)) {
            fillUpOrMakeRoom();
        }
        if (has(DiskFault.EARLY_WRITE_BACK) && random.nextInt(4) == 0) {
            files().forEach(file -> file.writeBackSome(random));
        }
    }

    private void fillUpOrMakeRoom() {
        if (freeBytes == Long.MAX_VALUE && random.nextInt(20) == 0) {
            freeBytes = random.nextInt(FULL_BYTES_MAX);
        } else if (freeBytes != Long.MAX_VALUE && random.nextInt(10) == 0) {
            freeBytes = Long.MAX_VALUE;
        }
    }

    private void nameOperation() throws IOException {
        operation();
        if (strikes(DiskFault.FAILING_NAMES)) {
            throw new IOException("Input/output error (simulated, of a name)");
        }
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
    public synchronized void createDirectories(Path directory) throws IOException {
        nameOperation();
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
        nameOperation();
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
        nameOperation();
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
    public synchronized void replace(Path from, Path to) throws IOException {
        operation();
        SimulatedFile content = names.get(from);
        if (content == null) {
            throw new FileNotFoundException(from.toString());
        }
        change(to, Optional.of(content));
        change(from, Optional.empty());
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        nameOperation();
        SimulatedFile content = names.get(file);
        if (content != null) {
            if (freeBytes != Long.MAX_VALUE) {
                freeBytes += content.visible().length;
            }
            change(file, Optional.empty());
        }
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        nameOperation();
        if (!has(DiskFault.LYING_DIRECTORY_SYNCS)) {
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
                byte[] array = new byte[bytes.remaining()];
                bytes.get(array);
                writeOrFail(array, Math.toIntExact(offsetBytes));
            }
        }

        private void writeOrFail(byte[] bytes, int offset) throws IOException {
            int growth = Math.max(0, offset + bytes.length - content.visible().length);
            if (growth > freeBytes) {
                content.write(
                        Arrays.copyOf(bytes, bytes.length - growth + (int) freeBytes), offset);
                freeBytes = 0;
                throw new IOException("No space left on device");
            }
            if (freeBytes != Long.MAX_VALUE) {
                freeBytes -= growth;
            }
            if (strikes(DiskFault.FAILING_WRITES)) {
                content.write(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)), offset);
                throw new IOException("Input/output error (simulated, of a write)");
            }
            content.write(bytes, strikes(DiskFault.ASTRAY_WRITES) ? astray(bytes, offset) : offset);
        }

        /// Elsewhere in the file, as many bytes into a sector; or in place, where it is too small.
        private int astray(byte[] bytes, int offset) {
            int room = content.visible().length - bytes.length;
            int inSector = offset % SimulatedFile.SECTOR_BYTES;
            int sectors = (room - inSector) / SimulatedFile.SECTOR_BYTES;
            return sectors <= 0
                    ? offset
                    : random.nextInt(sectors) * SimulatedFile.SECTOR_BYTES + inSector;
        }

        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                operation();
                if (failNextSync || strikes(DiskFault.FAILING_SYNCS)) {
                    failNextSync = false;
                    content.failSync(random);
                    throw new IOException("Input/output error (simulated, of a sync)");
                }
                if (!has(DiskFault.LYING_SYNCS)) {
                    content.sync();
                }
            }
        }

        @Override
        public void close() {}
    }
}
