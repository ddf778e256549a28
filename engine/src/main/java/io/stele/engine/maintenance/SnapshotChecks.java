package io.stele.engine.maintenance;

import io.stele.engine.maintenance.Finding.Kind;
import io.stele.engine.snapshot.FileSnapshotStore;
import io.stele.model.Snapshot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads every snapshot of a store. A bad one is only a note: it costs time and is never served.
final class SnapshotChecks {

    private final StreamTable streams;
    private final Findings findings;
    private long count;

    /// @param streams of the whole log
    SnapshotChecks(StreamTable streams, Findings findings) {
        this.streams = streams;
        this.findings = findings;
    }

    /// @param directory need not be there
    void run(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (Files.isDirectory(file)) {
                    run(file);
                } else if (isSnapshot(file.toString())) {
                    check(file);
                } else {
                    findings.add(Finding.of(Kind.STRAY_FILE, file, "not a snapshot by its name"));
                }
            }
        }
    }

    private static boolean isSnapshot(String file) {
        return file.endsWith(".snapshot") || file.endsWith(".patch");
    }

    private void check(Path file) {
        count++;
        try {
            Snapshot snapshot = FileSnapshotStore.read(file);
            long revision = snapshot.revision().value();
            long next = streams.nextRevision(Fingerprints.of(snapshot.stream().value()));
            if (revision >= next) {
                String message =
                        "the snapshot of %s is at revision %d, but the log has %d events of it"
                                .formatted(snapshot.stream(), revision, next);
                findings.add(Finding.of(Kind.SNAPSHOT_AHEAD, file, message));
            }
        } catch (IOException | IllegalArgumentException e) {
            findings.add(
                    Finding.of(
                            Kind.SNAPSHOT_UNREADABLE,
                            file,
                            "the snapshot cannot be used: " + e.getMessage()));
        }
    }

    long count() {
        return count;
    }
}
