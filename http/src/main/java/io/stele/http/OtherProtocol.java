package io.stele.http;

import io.netty.channel.socket.SocketChannel;
import io.stele.model.Bytes;

/// A protocol that shares the port of an [HttpServer]: a connection speaks it when it begins with
/// the protocol's preface.
public interface OtherProtocol {

    /// What every connection that speaks it begins with, and no HTTP/1.1 request does; not empty.
    Bytes preface();

    /// Takes over a connection that begins so. Called on the connection's event loop; its pipeline
    /// is empty but for one handler, which keeps what was read.
    ///
    /// @param ready to be run on that event loop when the protocol's own handlers are in the
    ///     pipeline; they get what was read
    void take(SocketChannel connection, Runnable ready);

    /// Lets the calls at hand finish, ends those that do not end by themselves, and then closes the
    /// connections. Does not wait for it.
    void drain();

    /// Ends what is left. Called after [#drain()] and its time limit.
    void close();
}
