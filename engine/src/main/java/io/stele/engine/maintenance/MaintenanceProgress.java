package io.stele.engine.maintenance;

/// Told how far a long work is, many times a second.
@FunctionalInterface
public interface MaintenanceProgress {

    /// Tells nobody.
    MaintenanceProgress NONE = (done, total) -> {};

    void at(long bytesDone, long bytesTotal);
}
