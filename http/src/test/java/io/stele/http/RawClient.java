package io.stele.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Sends bytes as they are, and gives back bytes as they come.
final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;

    RawClient(HttpServer server) {
        try {
            InetSocketAddress address = server.address();
            socket = new Socket(address.getAddress(), address.getPort());
            socket.setSoTimeout(TIMEOUT_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends `text` on a connection of its own and reads until the server closes it.
    static String ask(HttpServer server, String text) {
        try (RawClient client = new RawClient(server)) {
            client.send(text);
            return client.readToEnd();
        }
    }

    /// A request with this first line, a Host header, and `Connection: close`.
    static String askLine(HttpServer server, String line) {
        return ask(server, line + "\r\nHost: test\r\nConnection: close\r\n\r\n");
    }

    static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    void send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String readToEnd() {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Everything up to and including `mark`.
    String readTo(String mark) {
        StringBuilder text = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            while (text.indexOf(mark) < 0) {
                int c = in.read();
                if (c < 0) {
                    throw new IllegalStateException("ended before \"" + mark + "\": " + text);
                }
                text.append((char) c);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
