package io.stele.http;

/// A body that is written bit by bit, on a virtual thread of its own.
@FunctionalInterface
public interface StreamingBody {

    /// Writes all of the body. What is thrown before anything was sent becomes a problem answer;
    /// after that it breaks the connection, so that the client sees that the body is not whole.
    void writeTo(BodyWriter out) throws Exception;
}
