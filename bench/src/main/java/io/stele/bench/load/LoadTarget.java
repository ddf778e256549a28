package io.stele.bench.load;

/// What load is put on: it is asked one kind of thing, again and again.
public interface LoadTarget extends AutoCloseable {

    /// Begins the next operation of a caller and returns without waiting for its answer. Does not
    /// throw: what fails is told to `answer`.
    ///
    /// @param caller from 0; has no other operation under way
    /// @param answer is told exactly once, from any thread, perhaps before this returns
    void begin(int caller, Answer answer);

    @Override
    void close();

    /// Where the outcome of an operation goes.
    interface Answer {

        /// @param events that were written or read; 1 where none are counted
        void done(int events);

        /// @param kind few different ones, such as `HTTP 503`
        void failed(String kind);
    }
}
