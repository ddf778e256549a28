package io.stele.publish;

import java.util.Locale;

/// What a publisher is doing.
public enum PublisherState {
    /// It connects to its target.
    CONNECTING,
    /// It publishes, or waits for events.
    RUNNING,
    /// The target, or the log, does not answer as it should: it tries again after a while.
    RETRYING,
    /// Somebody paused it.
    PAUSED,
    /// It cannot go on until somebody has looked at it, and resumes it.
    STOPPED;

    /// As it stands in texts, such as `running`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
