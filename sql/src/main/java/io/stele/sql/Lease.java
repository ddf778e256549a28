package io.stele.sql;

/// The right to apply events to a generation. One process has it at a time, and loses it with its
/// life or its connection. That no event counts twice does not rest on it, but on the checkpoint,
/// which moves only from where it was.
interface Lease extends AutoCloseable {

    /// Gives it back.
    @Override
    void close();
}
