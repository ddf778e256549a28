package io.stele.dist.importing;

import io.stele.model.Append;
import java.io.IOException;
import java.util.Optional;

/// Makes an append of each row or line of a file, in order. For one thread.
interface AppendSource extends AutoCloseable {

    /// The next append; empty at the end.
    ///
    /// @throws BadRowException when this row is wrong; the next call gives the one after it
    Optional<Append> next() throws BadRowException, IOException;

    /// The line where the row begins that was read last, also when it was a bad one.
    long line();

    /// What else there is to say at the end; empty: nothing.
    default String remark() {
        return "";
    }

    @Override
    void close() throws IOException;
}
