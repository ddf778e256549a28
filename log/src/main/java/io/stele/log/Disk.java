package io.stele.log;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// The files under a log. A seam: the log runs on real files ([FileDisk]) and, in simulations, on a
/// disk that tears, forgets and fails.
///
/// What this asks of a disk is what POSIX gives: written bytes may be lost, in any order, until
/// [DiskFile#sync] returned; a created or renamed name may be lost until [#syncDirectory] returned.
public interface Disk {

    /// Makes `directory` and its parents, where they are missing, durably.
    void createDirectories(Path directory) throws IOException;

    /// The names in `directory`, sorted; empty when it does not exist.
    List<String> list(Path directory) throws IOException;

    /// Opens a file for writing, and makes it when it is missing.
    DiskFile open(Path file) throws IOException;

    /// The bytes of `file` as they are at any moment, for reading. Bytes written through [#open]
    /// show up in it.
    Mapping map(Path file) throws IOException;

    /// Gives `from` the name `to`, atomically; replaces nothing.
    void rename(Path from, Path to) throws IOException;

    /// Gives `from` the name `to` in place of the file that has it; in one step where the disk can.
    default void replace(Path from, Path to) throws IOException {
        delete(to);
        rename(from, to);
    }

    /// How much may still be written to `directory`, as far as the system knows; more may turn out
    /// to fit, and less.
    default long usableBytes(Path directory) throws IOException {
        return Long.MAX_VALUE;
    }

    /// What this process holds of mapped files in memory, these and others, as the system counts
    /// it; -1 where it does not say.
    default long residentBytes() {
        return -1;
    }

    void delete(Path file) throws IOException;

    /// Makes names created, renamed or deleted in `directory` survive a power loss.
    void syncDirectory(Path directory) throws IOException;

    /// Keeps every other process, and every other caller in this one, from locking `file` until
    /// the answer is closed.
    ///
    /// @throws LogLockedException when somebody has it
    AutoCloseable lock(Path file) throws IOException;

    /// A file open for writing. For one thread at a time.
    interface DiskFile extends AutoCloseable {

        long size() throws IOException;

        /// Writes all that remains in `bytes`; not durable until [#sync].
        void write(ByteBuffer bytes, long offsetBytes) throws IOException;

        /// Makes what was written survive a power loss. When it throws, nothing is known of the
        /// bytes written since the last good one, and another call proves nothing.
        void sync() throws IOException;

        @Override
        void close() throws IOException;
    }

    /// A view of a file for reading. For any number of threads; [#close()] makes later reads of
    /// `bytes` throw [IllegalStateException].
    interface Mapping extends AutoCloseable {

        MemorySegment bytes();

        /// Gives the pages that were read back to the system; reading them again brings them back.
        ///
        /// @return false where this cannot be done; nothing has happened then
        default boolean release() {
            return false;
        }

        @Override
        void close();
    }
}
