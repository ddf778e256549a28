package io.stele.engine.maintenance;

import io.stele.engine.index.IndexFileCheck;
import io.stele.engine.maintenance.Finding.Kind;
import io.stele.log.Disk;
import io.stele.log.LogFiles;
import io.stele.log.LogLockedException;
import io.stele.model.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Goes through all that a store or a backup has on disk, and tells everything that is wrong with
/// it. Changes nothing.
public final class StoreVerification {

    private final Disk disk;
    private final Findings findings;
    private final MaintenanceProgress progress;

    /// @param to told of every finding as it comes, but at most a thousand of a kind
    public StoreVerification(Disk disk, Consumer<Finding> to, MaintenanceProgress progress) {
        this.disk = disk;
        this.findings = new Findings(to);
        this.progress = progress;
    }

    /// Checks the store in `directory`, which stays locked meanwhile.
    ///
    /// @throws IllegalArgumentException when there is none
    /// @throws UnavailableException when another process has it open
    /// @throws IOException when it cannot be checked
    public VerificationReport store(Path directory) throws IOException {
        Path log = directory.resolve("log");
        if (LogFiles.segments(disk, log).isEmpty()) {
            throw new IllegalArgumentException("there is no store in " + directory);
        }
        AutoCloseable lock;
        try {
            lock = LogFiles.lock(disk, log);
        } catch (LogLockedException e) {
            throw new UnavailableException(
                    "the store cannot be checked while it changes: " + e.getMessage(), e);
        }
        try (AutoCloseable _ = lock) {
            checkNames(log);
            List<SegmentPlan> plans = SegmentPlan.of(LogFiles.segments(disk, log));
            return check(plans, null, directory.resolve("snapshots"));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the lock cannot be released: " + e.getMessage(), e);
        }
    }

    /// The files beside the segments. Those that belong to a segment can be made anew from it.
    private void checkNames(Path log) throws IOException {
        for (String name : disk.list(log)) {
            Path file = log.resolve(name);
            switch (LogFiles.kindOf(name)) {
                case SEGMENT, WORKING -> {}
                case BESIDE_SEGMENT ->
                        new IndexFileCheck(disk)
                                .problem(file)
                                .ifPresent(problem -> add(Kind.INDEX_UNREADABLE, file, problem));
                case STRAY -> {
                    if (!IndexFileCheck.isUnfinished(name)) {
                        add(Kind.STRAY_FILE, file, "no log has a file of this name");
                    }
                }
            }
        }
    }

    private void add(Kind kind, Path file, String message) {
        findings.add(Finding.of(kind, file, message));
    }

    /// Checks the backup in `directory`: its files against the manifest, and all that is checked of
    /// a store.
    ///
    /// @throws IllegalArgumentException when there is none
    /// @throws io.stele.model.CorruptException when its manifest is damaged
    /// @throws UnavailableException when a backup went on there meanwhile
    /// @throws IOException when it cannot be checked
    public VerificationReport backup(Path directory) throws IOException {
        BackupDirectory backup = new BackupDirectory(disk, directory);
        BackupManifest manifest = backup.existing();
        new BackupFiles(disk, directory, findings).check(manifest);
        VerificationReport report =
                check(SegmentPlan.of(directory, manifest), manifest.logId(), null);
        if (!backup.existing().equals(manifest)) {
            throw new UnavailableException("another backup went on while this one was checked");
        }
        return report;
    }

    private VerificationReport check(
            List<SegmentPlan> plans, @Nullable UUID logId, @Nullable Path snapshots)
            throws IOException {
        try (AppendChecks checks = new AppendChecks(findings)) {
            LogPass pass = new LogPass(disk, plans, logId, findings, checks, progress);
            pass.run();
            AppendChecks.Suspects suspects = checks.suspects();
            if (!suspects.isEmpty()) {
                ExactChecks exact = new ExactChecks(suspects, findings);
                new LogPass(
                                disk,
                                plans,
                                pass.logId(),
                                Findings.silent(),
                                exact,
                                MaintenanceProgress.NONE)
                        .run();
            }
            SnapshotChecks ofSnapshots = new SnapshotChecks(checks.streams(), findings);
            if (snapshots != null) {
                ofSnapshots.run(snapshots);
            }
            return new VerificationReport(
                    plans.size(),
                    pass.frameBytes(),
                    checks.appends(),
                    checks.events(),
                    checks.streams().count(),
                    ofSnapshots.count(),
                    pass.endPosition(),
                    findings.counts());
        }
    }
}
