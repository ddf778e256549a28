package io.stele.engine.maintenance;

import io.stele.log.Disk;
import io.stele.log.LogLockedException;
import io.stele.model.CorruptException;
import io.stele.model.UnavailableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/*
 * A manifest is never replaced: the next one gets the next number, and the newest counts. So there
 * is no moment without a whole one. Copies have names that say how far they go, so the copy of a
 * segment that grew does not touch the one before either. What the newest manifest does not name is
 * deleted: first what an earlier run left half done, at the end what has become old.
 */
/// The files of backups of one log.
final class BackupDirectory {

    private static final String PARTIAL = ".partial";
    private static final Pattern MANIFEST = Pattern.compile("manifest-\\d{10}\\.json");
    private static final Pattern OURS =
            Pattern.compile("(manifest-\\d{10}\\.json|\\d{19}-\\d+\\.segment)(\\.partial)?");

    private final Disk disk;
    private final Path directory;

    BackupDirectory(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    Path path() {
        return directory;
    }

    /// Makes the directory where it is missing, and keeps other backups out of it.
    AutoCloseable lock() throws IOException {
        disk.createDirectories(directory);
        try {
            return disk.lock(directory.resolve("lock"));
        } catch (LogLockedException e) {
            throw new UnavailableException("another backup into " + directory + " goes on", e);
        }
    }

    /// @throws IllegalArgumentException when there is none
    BackupManifest existing() throws IOException {
        return newest().orElseThrow(
                        () -> new IllegalArgumentException("there is no backup in " + directory));
    }

    /// The newest backup.
    ///
    /// @throws CorruptException when its manifest is damaged
    Optional<BackupManifest> newest() throws IOException {
        List<String> names =
                disk.list(directory).stream()
                        .filter(name -> MANIFEST.matcher(name).matches())
                        .toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(read(directory.resolve(names.getLast())));
    }

    private BackupManifest read(Path file) throws IOException {
        byte[] bytes;
        try (Disk.Mapping mapping = disk.map(file)) {
            bytes = mapping.bytes().toArray(ValueLayout.JAVA_BYTE);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new UnavailableException("another backup into " + directory + " goes on", e);
        }
        try {
            return BackupManifest.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new CorruptException(String.valueOf(e.getMessage()), file.toString(), 0, e);
        }
    }

    Path copy(String file) {
        return directory.resolve(file);
    }

    /// Where a copy is written until it is whole.
    Path partial(long firstPosition) {
        return directory.resolve(BackupManifest.Part.fileName(firstPosition, 0) + PARTIAL);
    }

    /// Gives a whole copy its name.
    void keep(Path partial, String file) throws IOException {
        disk.rename(partial, directory.resolve(file));
    }

    /// Makes `manifest` the newest: the step that makes the backup.
    void publish(BackupManifest manifest) throws IOException {
        disk.syncDirectory(directory); // the copies' names, before what names them
        String name = manifestName(manifest);
        Path partial = directory.resolve(name + PARTIAL);
        try (Disk.DiskFile file = disk.open(partial)) {
            file.write(ByteBuffer.wrap(manifest.toText().getBytes(StandardCharsets.UTF_8)), 0);
            file.sync();
        }
        disk.rename(partial, directory.resolve(name));
        disk.syncDirectory(directory);
    }

    private static String manifestName(BackupManifest manifest) {
        return "manifest-%010d.json".formatted(manifest.number());
    }

    /// Deletes what `current` does not name; files that no backup makes are left alone.
    void clean(Optional<BackupManifest> current) throws IOException {
        Set<String> named = new HashSet<>();
        current.ifPresent(manifest -> {
            named.add(manifestName(manifest));
            manifest.segments().forEach(part -> named.add(part.file()));
        });
        boolean deleted = false;
        for (String name : disk.list(directory)) {
            if (OURS.matcher(name).matches() && !named.contains(name)) {
                disk.delete(directory.resolve(name));
                deleted = true;
            }
        }
        if (deleted) {
            disk.syncDirectory(directory);
        }
    }
}
