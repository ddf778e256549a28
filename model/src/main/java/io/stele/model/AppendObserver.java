package io.stele.model;

/// Is told what a store does with appends.
///
/// Called by the threads that write: several at a time, and whatever they spend here, every append
/// waits for. It must not block, throw or allocate.
public interface AppendObserver {

    /// What became of an append.
    enum Outcome {
        WRITTEN,
        DUPLICATE,
        CONFLICT,
        /// It could not be taken, or it is not known whether it was written.
        FAILED
    }

    /// Does nothing.
    AppendObserver NONE =
            new AppendObserver() {
                @Override
                public void synced(int appends, long events, long bytes, long nanos) {}

                @Override
                public void answered(Outcome outcome, long nanos) {}
            };

    /// A batch was written and is durable.
    ///
    /// @param appends in the batch, with those that had nothing to write
    /// @param events that it wrote
    /// @param bytes that it wrote
    /// @param nanos what writing and syncing took
    void synced(int appends, long events, long bytes, long nanos);

    /// An append was answered.
    ///
    /// @param nanos since it was handed in
    void answered(Outcome outcome, long nanos);
}
