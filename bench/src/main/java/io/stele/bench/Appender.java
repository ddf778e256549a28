package io.stele.bench;

/// One way to make an event durable. For as many threads as there are writers.
public interface Appender extends AutoCloseable {

    /// Appends the next event of `writer` and returns when it is durable.
    ///
    /// @param writer from 0; never used by two threads at the same time
    void append(int writer);

    @Override
    void close();
}
