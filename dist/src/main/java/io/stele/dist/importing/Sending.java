package io.stele.dist.importing;

import io.stele.model.Append;
import java.util.Optional;

/// Sends the appends of an import. Given by one thread.
interface Sending {

    /// Sends an append, and waits while too many are under way.
    ///
    /// @param line where it comes from
    /// @return false when the import has failed, and sending more is of no use
    boolean send(long line, Append append) throws InterruptedException;

    /// Waits for all answers.
    ///
    /// @return why the import failed; empty when it did not
    Optional<Throwable> finish() throws InterruptedException;

    long added();

    long alreadyThere();

    int streamCount();

    /// What to do with rows that cannot be imported.
    interface BadRows {
        /// May be called on any thread.
        ///
        /// @return what to stop with; empty to go on without this row
        Optional<RuntimeException> onBadRow(long line, String reason);
    }
}
