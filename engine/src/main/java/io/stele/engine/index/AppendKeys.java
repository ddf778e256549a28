package io.stele.engine.index;

import io.stele.model.Append;
import java.util.List;

/// All that an append will be found by. Worked out before the writer has it.
///
/// @param appendHash of its id
/// @param parts of its streams, in order
public record AppendKeys(Append append, long appendHash, List<PartKeys> parts) {

    /// What one stream's events will be found by.
    ///
    /// @param names of each event: its type, then its tags
    @SuppressWarnings("ArrayRecordComponent") // stays within the index
    record PartKeys(Key stream, Key category, long[] eventHashes, Key[][] names) {}
}
