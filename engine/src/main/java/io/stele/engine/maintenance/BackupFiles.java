package io.stele.engine.maintenance;

import io.stele.engine.maintenance.BackupManifest.Part;
import io.stele.engine.maintenance.Finding.Kind;
import io.stele.log.Disk;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Compares the files of a backup with what its manifest says of them.
final class BackupFiles {

    private static final long STEP_BYTES = 1 << 20;

    private final Disk disk;
    private final Path directory;
    private final Findings findings;

    BackupFiles(Disk disk, Path directory, Findings findings) {
        this.disk = disk;
        this.directory = directory;
        this.findings = findings;
    }

    void check(BackupManifest manifest) {
        for (Part part : manifest.segments()) {
            Path file = directory.resolve(part.file());
            try {
                check(part, file);
            } catch (NoSuchFileException | FileNotFoundException e) {
                String message = "the backup's manifest names the file, and it is not there";
                findings.add(Finding.of(Kind.BACKUP_FILE_MISSING, file, message));
            } catch (IOException | InternalError e) { // the latter: a map of a page that is gone
                findings.add(Finding.of(Kind.FILE_UNREADABLE, file, "cannot be read: " + e));
            }
        }
    }

    private void check(Part part, Path file) throws IOException {
        String sha256 = sha256(disk, file);
        if (!sha256.equals(part.sha256())) {
            String message =
                    "SHA-256 %s in the manifest, %s computed".formatted(part.sha256(), sha256);
            findings.add(Finding.of(Kind.BACKUP_FILE_CHANGED, file, message));
        }
    }

    static String sha256(Disk disk, Path file) throws IOException {
        try (Disk.Mapping mapping = disk.map(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long size = mapping.bytes().byteSize();
            for (long at = 0; at < size; at += STEP_BYTES) {
                long step = Math.min(STEP_BYTES, size - at);
                digest.update(mapping.bytes().asSlice(at, step).asByteBuffer());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
