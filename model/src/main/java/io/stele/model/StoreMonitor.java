package io.stele.model;

/// Tells those who run a store how it is and what it does.
public interface StoreMonitor {

    /// How the store is at this moment. Cheap enough for every few seconds.
    StoreCondition condition();

    /// Tells `observer` of every append from here on, instead of the one before.
    void observe(AppendObserver observer);
}
