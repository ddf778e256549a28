package io.stele.dist.importing;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Reads the rows of a file, in order. For one thread.
interface RowSource extends AutoCloseable {

    /// The next row; empty at the end.
    ///
    /// @throws BadRowException when this row is wrong; the next call gives the row after it
    /// @throws io.stele.dist.CommandException when the file cannot be read on
    Optional<Row> next() throws BadRowException, IOException;

    /// The line where the row begins that was read last, also when it was a bad one.
    long line();

    /// The names that all rows have; empty where each row has its own.
    Optional<List<String>> columns();

    @Override
    void close() throws IOException;
}
