package io.stele.engine.index;

import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// What is where in a stretch of the log, one or more whole segments. For any number of threads;
/// what it hands out is for one.
sealed interface IndexPart permits ActiveIndex, SealedIndex {

    /// Where the stretch begins.
    long firstPosition();

    /// Where it ends, exclusive. Grows while it is being written.
    long endPosition();

    /// Where in its segment the frame stands that has `position`.
    long offsetOf(long position);

    /// Of its file; 0 when it is in memory.
    long fileBytes();

    @Nullable Postings postings(Key key);

    @Nullable StreamPostings stream(Key key);

    /// The last revision of a stream; -1 when it has no event here.
    default long lastRevision(Key stream) {
        StreamPostings found = stream(stream);
        return found == null ? -1 : found.lastRevision();
    }

    /// Offers the positions of the frames that may have an id with this hash, until one is
    /// accepted.
    ///
    /// @return whether one was
    boolean findId(long hash, LongPredicate accept);

    /// How many ids there are, and how many keys at most.
    long idCount();

    long keyCount();

    /// All ids, by hash. Only of a part that is no longer written to.
    IdCursor ids();

    /// All keys from `from` on, in order. Only of a part that is no longer written to; but see
    /// [ActiveIndex], which takes a copy.
    KeyCursor keys(byte[] from);

    /// A walk over ids. Before the first one at the start.
    interface IdCursor {
        boolean next();

        long hash();

        long position();
    }

    /// A walk over keys. Before the first one at the start.
    interface KeyCursor {
        boolean next();

        byte[] key();

        /// Of a stream; else 0.
        long firstRevision();

        Postings postings();
    }
}
