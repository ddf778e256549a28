package io.stele.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Stands between a client and a server, and loses what it is told to lose.
final class BadNetwork implements AutoCloseable {

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answersToLose = new AtomicInteger();
    private volatile BooleanSupplier losing = () -> false;

    BadNetwork(InetSocketAddress server) throws IOException {
        this(server, 0);
    }

    BadNetwork(InetSocketAddress server, int port) throws IOException {
        this.server = server;
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// The next `count` connections break when the server sends something while `when` holds.
    void loseAnswers(int count, BooleanSupplier when) {
        losing = when;
        answersToLose.set(count);
    }

    private boolean loses() {
        return losing.getAsBoolean() && answersToLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    void breakAll() {
        sockets.forEach(BadNetwork::close);
        sockets.clear();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket target = new Socket(server.getAddress(), server.getPort());
                sockets.add(client);
                sockets.add(target);
                Thread.ofVirtual().start(() -> copy(client, target, () -> false));
                Thread.ofVirtual().start(() -> copy(target, client, this::loses));
            }
        } catch (IOException e) {
            breakAll();
        }
    }

    private static void copy(Socket from, Socket to, BooleanSupplier lose) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8_192];
            for (int size = in.read(buffer);
                    size >= 0 && !lose.getAsBoolean();
                    size = in.read(buffer)) {
                out.write(buffer, 0, size);
            }
        } catch (IOException e) {
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("closing a socket failed", e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        breakAll();
    }
}
