package io.stele.server;

import io.stele.model.Bytes;
import io.stele.model.Position;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The lines of a server-sent event.
final class Sse {

    static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private Sse() {}

    /// @param name empty: an ordinary message
    /// @param data one line
    static void write(OutputStream out, String name, Optional<Position> id, Bytes data)
            throws IOException {
        StringBuilder head = new StringBuilder();
        id.ifPresent(position -> head.append("id: ").append(position).append('\n'));
        if (!name.isEmpty()) {
            head.append("event: ").append(name).append('\n');
        }
        out.write(head.append("data: ").toString().getBytes(StandardCharsets.US_ASCII));
        out.write(data.toByteArray());
        out.write(new byte[] {'\n', '\n'});
    }
}
