package io.stele.engine.read;

import io.stele.engine.index.LogIndex;
import io.stele.model.CorruptException;
import java.util.Optional;

/// What a read may see.
///
/// @param index where things are
/// @param frames reads them
/// @param end the first position that is not durable; nothing at or above it is shown
/// @param damage what lies at `end`, when the log goes on there but cannot be read
public record ReadScope(
        LogIndex index, Frames frames, long end, Optional<CorruptException> damage) {

    /// The same, but no further than `position`, which is not beyond the end. What is damaged lies
    /// behind the end, so a read that stops before it is whole.
    public ReadScope below(long position) {
        return position < end ? new ReadScope(index, frames, position, Optional.empty()) : this;
    }

    /// Called where a read has come to the end: with damage there, it cannot say that this is all.
    public void reachedEnd() {
        damage.ifPresent(e -> {
            throw new CorruptException(
                    "the log cannot be read beyond position " + (end - 1),
                    e.file(),
                    e.offsetBytes(),
                    e);
        });
    }
}
