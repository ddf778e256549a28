package io.stele.e2e.hostile;

import com.google.protobuf.MessageLite;
import io.stele.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Speaks as much HTTP/2 as it takes to misuse it: frames as they are, headers without compression.
/// It keeps to flow control, or a server would close the connection at once.
final class Http2Client implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;

    private static final int END_HEADERS = 4;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int WINDOW_BYTES = 65_535;
    private static final int TIMEOUT_MILLIS = 20_000;

    /// @param stream 0: the connection
    record Frame(int type, int stream, Bytes payload) {}

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private int lastStream = -1;
    private int initialWindow = WINDOW_BYTES;
    private long window = WINDOW_BYTES;
    private final Map<Integer, Long> windows = new HashMap<>();

    /// @param windowBytes how much the server may send on each stream
    Http2Client(InetSocketAddress server, int windowBytes) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
        out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer settings = ByteBuffer.allocate(6);
        settings.putShort((short) INITIAL_WINDOW_SIZE).putInt(windowBytes);
        send(SETTINGS, 0, 0, settings.array());
    }

    /// Begins a call.
    ///
    /// @param path such as `/stele.v1.EventStore/Read`
    /// @return the number of its stream
    int call(String path) throws IOException {
        lastStream += 2;
        windows.put(lastStream, (long) initialWindow);
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        header(headers, ":method", "POST");
        header(headers, ":scheme", "http");
        header(headers, ":path", path);
        header(headers, ":authority", "localhost");
        header(headers, "content-type", "application/grpc");
        header(headers, "te", "trailers");
        send(HEADERS, END_HEADERS, lastStream, headers.toByteArray());
        return lastStream;
    }

    /// A literal that is not to be remembered (RFC 7541, 6.2.2).
    private static void header(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.write(value.length());
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    /// @param last whether nothing more comes on the stream
    void message(int stream, MessageLite message, boolean last) throws IOException {
        byte[] bytes = message.toByteArray();
        ByteBuffer framed = ByteBuffer.allocate(bytes.length + 5);
        framed.put((byte) 0).putInt(bytes.length).put(bytes);
        data(stream, framed.array(), last);
    }

    /// Waits until the server has room; does nothing on a stream that the server has reset.
    void data(int stream, byte[] bytes, boolean last) throws IOException {
        while (windows.containsKey(stream)
                && (window < bytes.length || windows.get(stream) < bytes.length)) {
            Frame _ = read();
        }
        if (windows.containsKey(stream)) {
            window -= bytes.length;
            windows.merge(stream, (long) -bytes.length, Long::sum);
            send(DATA, last ? 1 : 0, stream, bytes);
        }
    }

    void reset(int stream) throws IOException {
        send(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
    }

    void send(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        out.write(frame.array());
    }

    /// @throws IOException when the connection is closed
    Frame read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        Frame frame = new Frame(type, stream, Bytes.wrap(in.readNBytes(length)));
        switch (type) {
            case SETTINGS -> settings(frame, flags);
            case WINDOW_UPDATE -> more(stream, frame.payload().asByteBuffer().getInt());
            case RST_STREAM -> windows.remove(stream);
            default -> {}
        }
        return frame;
    }

    private void settings(Frame frame, int flags) throws IOException {
        if ((flags & 1) != 0) {
            return;
        }
        for (ByteBuffer each = frame.payload().asByteBuffer(); each.hasRemaining(); ) {
            int name = each.getShort();
            int value = each.getInt();
            if (name == INITIAL_WINDOW_SIZE) {
                long change = (long) value - initialWindow;
                windows.replaceAll((stream, bytes) -> bytes + change);
                initialWindow = value;
            }
        }
        send(SETTINGS, 1, 0, new byte[0]);
    }

    private void more(int stream, int bytes) {
        if (stream == 0) {
            window += bytes;
        } else {
            windows.computeIfPresent(stream, (key, before) -> before + bytes);
        }
    }

    /// Reads until the server has said goodbye or closed the connection.
    void awaitGoodbye() {
        try {
            while (read().type() != GOAWAY) {
                // something else
            }
        } catch (IOException e) {
            // closed, which is as good
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
