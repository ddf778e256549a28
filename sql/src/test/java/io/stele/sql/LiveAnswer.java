package io.stele.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of a live query, on a bare connection with small buffers: it keeps a copy of the answer
/// by what the messages say.
final class LiveAnswer implements AutoCloseable {

    private static final int BUFFER_BYTES = 4 << 10;

    private final Socket connection;
    private final BufferedReader lines;
    private List<JsonNode> rows = new ArrayList<>();
    private long count;
    private long position = -1;

    private LiveAnswer(Socket connection, BufferedReader lines) {
        this.connection = connection;
        this.lines = lines;
    }

    /// @param lastEventId empty: none
    static LiveAnswer open(InetSocketAddress server, String path, String lastEventId)
            throws IOException {
        Socket connection = new Socket();
        connection.setReceiveBufferSize(BUFFER_BYTES);
        connection.connect(server);
        OutputStream out = connection.getOutputStream();
        String request =
                "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n%s\r\n"
                        .formatted(
                                path,
                                lastEventId.isEmpty()
                                        ? ""
                                        : "Last-Event-ID: " + lastEventId + "\r\n");
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        return new LiveAnswer(
                connection,
                new BufferedReader(
                        new InputStreamReader(
                                connection.getInputStream(), StandardCharsets.UTF_8)));
    }

    /// Waits for the next message. Lines that are not of a message, such as the sizes of chunks, are
    /// passed over; a chunk's end within a line does not happen with lines as short as these.
    ///
    /// @param take whether to change the copy by it
    void next(boolean take) throws IOException {
        String name = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                JsonNode data = JsonMapper.shared().readTree(line.substring("data: ".length()));
                position = data.path("position").asLong(position);
                if (take) {
                    take(name, data);
                }
                return;
            }
        }
        throw new IOException("the answer has ended");
    }

    private void take(String name, JsonNode data) {
        switch (name) {
            case "rows" -> {
                rows = new ArrayList<>();
                data.get("rows").forEach(rows::add);
                count = data.path("count").asLong(0);
            }
            case "change" -> {
                data.get("removed").forEach(key -> remove(key.asString()));
                data.get("rows").forEach(row -> remove(row.get("row").get("id").asString()));
                data.get("rows").forEach(row -> rows.add(row.get("at").asInt(), row.get("row")));
                count = data.path("count").asLong(0);
            }
            case "progress", "state" -> {}
            default -> throw new IllegalStateException("an unknown message: " + name);
        }
    }

    private void remove(String id) {
        rows.removeIf(row -> row.get("id").asString().equals(id));
    }

    List<JsonNode> rows() {
        return rows;
    }

    long count() {
        return count;
    }

    /// Of the last message; -1 before the first.
    long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
