package io.stele.e2e.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Many connections that send the beginning of something, and then a byte now and then.
final class Dribblers implements AutoCloseable {

    private static final long PAUSE_MILLIS = 500;

    private final List<SocketChannel> connections = new ArrayList<>();
    private final Thread dribbling;
    private volatile boolean ended;

    /// @param beginning what each sends at once
    Dribblers(InetSocketAddress server, int count, byte[] beginning) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel connection = SocketChannel.open(server);
            connection.write(ByteBuffer.wrap(beginning));
            connection.configureBlocking(false);
            connections.add(connection);
        }
        dribbling = Thread.ofPlatform().daemon().start(this::dribble);
    }

    Dribblers(InetSocketAddress server, int count, String beginning) throws IOException {
        this(server, count, beginning.getBytes(StandardCharsets.US_ASCII));
    }

    private void dribble() {
        try {
            while (!ended) {
                Thread.sleep(PAUSE_MILLIS);
                connections.forEach(Dribblers::sendOne);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sendOne(SocketChannel connection) {
        try {
            int _ = connection.write(ByteBuffer.wrap(new byte[] {'x'}));
        } catch (IOException e) {
            // the server has let it go, as it should sometime
        }
    }

    @Override
    public void close() throws IOException {
        ended = true;
        dribbling.interrupt();
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }
}
