package io.stele.publish;

/// Where a publisher sends its events.
public interface Target {

    /// Connects, and makes sure that there is no other publisher of this name where the target can.
    ///
    /// @throws TargetException when that does not work; nothing was published
    TargetSession connect();

    /// The same broker, but another topic or exchange, and without a checkpoint: for a replay.
    ///
    /// @throws IllegalArgumentException when there cannot be such a place
    Target elsewhere(String destination);

    /// For people, such as `kafka at broker:9092, exactly once`. No secrets.
    @Override
    String toString();
}
