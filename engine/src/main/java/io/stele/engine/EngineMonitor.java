package io.stele.engine;

import io.stele.engine.append.Appender;
import io.stele.engine.index.LogIndex;
import io.stele.log.Disk;
import io.stele.log.Log;
import io.stele.log.Segment;
import io.stele.model.AppendObserver;
import io.stele.model.CorruptException;
import io.stele.model.StoreCondition;
import io.stele.model.StoreMonitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How an embedded store is.
///
/// @param appender null when the log is damaged
record EngineMonitor(
        Path directory,
        Disk disk,
        Log log,
        LogIndex index,
        @Nullable Appender appender,
        Optional<CorruptException> damage)
        implements StoreMonitor {

    private static final long NOT_KNOWN = -1;

    @Override
    public StoreCondition condition() {
        List<Segment> segments = log.segments();
        return new StoreCondition(
                refusal(),
                diskFreeBytes(),
                appender == null ? 0 : appender.waitingBytes(),
                segments.size(),
                segments.stream().mapToLong(Segment::sizeBytes).sum(),
                index.partCount(),
                index.fileBytes());
    }

    private Optional<String> refusal() {
        return appender == null
                ? damage.map(cause -> "the log is damaged: " + cause.getMessage())
                : appender.refusal();
    }

    private long diskFreeBytes() {
        try {
            return disk.usableBytes(directory);
        } catch (IOException e) {
            return NOT_KNOWN;
        }
    }

    @Override
    public void observe(AppendObserver observer) {
        if (appender != null) {
            appender.observe(observer);
        }
    }
}
