package io.stele.engine;

import io.stele.log.Environment;
import io.stele.log.LogOptions;
import io.stele.model.Limits;
import java.time.Clock;
import java.time.Duration;

/// How an embedded store runs.
///
/// @param limits what an append may be
/// @param log how the files are laid out
/// @param pendingBytesMax how much may wait for the writer before appends are refused as
///     unavailable
/// @param idleBeforeMark how long the log has to be idle before it is noted on disk that all is
///     durable
/// @param environment files, ids, and background work of the log
/// @param clock tells when an append was recorded
public record EngineOptions(
        Limits limits,
        LogOptions log,
        long pendingBytesMax,
        Duration idleBeforeMark,
        Environment environment,
        Clock clock) {

    public static EngineOptions defaults() {
        return new EngineOptions(
                Limits.DEFAULT,
                LogOptions.DEFAULT,
                64 << 20,
                Duration.ofMillis(50),
                Environment.real(),
                Clock.systemUTC());
    }

    public EngineOptions withLog(LogOptions other) {
        return new EngineOptions(
                limits, other, pendingBytesMax, idleBeforeMark, environment, clock);
    }

    public EngineOptions withEnvironment(Environment other) {
        return new EngineOptions(limits, log, pendingBytesMax, idleBeforeMark, other, clock);
    }

    public EngineOptions withIdleBeforeMark(Duration other) {
        return new EngineOptions(limits, log, pendingBytesMax, other, environment, clock);
    }

    public EngineOptions withClock(Clock other) {
        return new EngineOptions(limits, log, pendingBytesMax, idleBeforeMark, environment, other);
    }
}
