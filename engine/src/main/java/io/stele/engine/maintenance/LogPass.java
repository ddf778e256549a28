package io.stele.engine.maintenance;

import io.stele.engine.maintenance.Finding.Kind;
import io.stele.log.Disk;
import io.stele.log.LogCorruptException;
import io.stele.log.SegmentHeader;
import io.stele.log.SegmentReader;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A walk over all segments of a log, or of its backup, that ends at no damage.
final class LogPass {

    private final Disk disk;
    private final List<SegmentPlan> plans;
    private final Findings findings;
    private final SegmentWalk.Visitor visitor;
    private final MaintenanceProgress progress;
    private @Nullable UUID logId;
    private long bytesDone;
    private long bytesTotal;
    private long frameBytes;
    private long endPosition;

    /// @param logId which log it has to be; null to take the first segment's word
    LogPass(
            Disk disk,
            List<SegmentPlan> plans,
            @Nullable UUID logId,
            Findings findings,
            SegmentWalk.Visitor visitor,
            MaintenanceProgress progress) {
        this.disk = disk;
        this.plans = plans;
        this.logId = logId;
        this.findings = findings;
        this.visitor = visitor;
        this.progress = progress;
    }

    void run() {
        readHeaders();
        if (!plans.isEmpty() && plans.getFirst().firstPosition() != 0) {
            SegmentPlan first = plans.getFirst();
            findings.add(
                    Finding.of(
                                    Kind.POSITIONS_MISSING,
                                    first.file(),
                                    "the log begins at position %d instead of 0"
                                            .formatted(first.firstPosition()))
                            .position(0));
        }
        for (SegmentPlan plan : plans) {
            try {
                walk(plan);
            } catch (IOException | InternalError e) { // the latter: a map of a page that is gone
                findings.add(Finding.of(Kind.FILE_UNREADABLE, plan.file(), "cannot be read: " + e));
            }
        }
    }

    /// Learns which log this is, in case that the first header is the damaged one, and how much
    /// there is to do.
    private void readHeaders() {
        for (SegmentPlan plan : plans) {
            try (SegmentReader reader = SegmentReader.open(disk, plan.file(), null)) {
                bytesTotal += reader.sizeBytes();
                if (logId == null) {
                    logId = reader.header().logId();
                }
            } catch (IOException | InternalError e) {
                // told when its turn comes
            }
        }
    }

    private void walk(SegmentPlan plan) throws IOException {
        try (SegmentReader reader = open(plan)) {
            if (reader != null && belongs(reader, plan)) {
                SegmentWalk walk =
                        new SegmentWalk(
                                reader,
                                plan,
                                findings,
                                visitor,
                                offset -> progress.at(bytesDone + offset, bytesTotal));
                walk.walk();
                frameBytes += walk.endOffset();
                endPosition = walk.endPosition();
            }
            bytesDone += reader == null ? 0 : reader.sizeBytes();
            progress.at(bytesDone, bytesTotal);
        }
    }

    private @Nullable SegmentReader open(SegmentPlan plan) throws IOException {
        try {
            return SegmentReader.open(disk, plan.file(), null);
        } catch (LogCorruptException e) {
            String message = String.valueOf(e.getMessage());
            findings.add(Finding.of(Kind.HEADER_DAMAGED, plan.file(), message).at(0));
            return logId == null ? null : withoutHeader(plan, logId);
        }
    }

    /// Goes on as if the header said what it should, so that the frames tell.
    private SegmentReader withoutHeader(SegmentPlan plan, UUID ofLog) throws IOException {
        return SegmentReader.open(
                disk, plan.file(), new SegmentHeader(ofLog, plan.firstPosition(), -1));
    }

    private boolean belongs(SegmentReader reader, SegmentPlan plan) {
        SegmentHeader header = reader.header();
        if (!header.logId().equals(logId)) {
            String message =
                    "the file is of log %s, the others are of %s".formatted(header.logId(), logId);
            findings.add(Finding.of(Kind.OTHER_LOG, plan.file(), message).at(0));
            return false;
        }
        if (header.firstPosition() != plan.firstPosition()) {
            String message =
                    "the file says that it begins at position %d, its name says %d"
                            .formatted(header.firstPosition(), plan.firstPosition());
            findings.add(Finding.of(Kind.NAME_WRONG, plan.file(), message).at(0));
            return false;
        }
        long expected = plan.sizeBytes().orElse(header.sizeBytes());
        if (expected >= 0 && expected != reader.sizeBytes()) {
            String message =
                    "the file was made with %,d bytes and has %,d"
                            .formatted(expected, reader.sizeBytes());
            findings.add(Finding.of(Kind.SIZE_WRONG, plan.file(), message));
        }
        return true;
    }

    /// Bytes of headers and frames that were gone through.
    long frameBytes() {
        return frameBytes;
    }

    long endPosition() {
        return endPosition;
    }

    @Nullable UUID logId() {
        return logId;
    }
}
