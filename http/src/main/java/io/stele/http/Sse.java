package io.stele.http;

import io.stele.model.Bytes;
import io.stele.model.Position;
import io.stele.protocol.Problems;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Server-sent events: answers without end, of messages that carry a position of the log as `id`.
public final class Sse {

    public static final String CONTENT_TYPE = "text/event-stream";

    /// How often a body without end looks whether it should come to one.
    public static final Duration LOOK = Duration.ofSeconds(1);

    /// After this many looks in which nothing came, something is sent all the same, so that a broken
    /// connection is noticed by both sides.
    public static final int QUIET_LOOKS = 10;

    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private Sse() {}

    /// Whether the request's `Accept` names this form before JSON; weights are not looked at.
    public static boolean isWanted(Request request) {
        for (String range : request.header("accept").orElse("").split(",", -1)) {
            switch (range.split(";", -1)[0].strip().toLowerCase(Locale.ROOT)) {
                case CONTENT_TYPE -> {
                    return true;
                }
                case "*/*", "application/*", Response.JSON -> {
                    return false;
                }
                default -> {}
            }
        }
        return false;
    }

    /// The `id` of the last message that the client got before it lost the connection.
    ///
    /// @throws io.stele.protocol.ProblemException when it is not a position
    public static Optional<Position> lastEventId(Request request) {
        return request.header(LAST_EVENT_ID)
                .filter(text -> !text.isEmpty())
                .map(text -> {
                    if (!text.matches("\\d{1,18}")) {
                        throw Problems.invalidParameter(LAST_EVENT_ID, "a position", text)
                                .exception();
                    }
                    return Position.of(Long.parseLong(text));
                });
    }

    public static Response response(StreamingBody messages) {
        return Response.stream(200, CONTENT_TYPE, messages).header("cache-control", "no-store");
    }

    /// @param name empty: an ordinary message
    /// @param data one line
    public static void write(OutputStream out, String name, Optional<Position> id, Bytes data)
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

    /// A message that clients do not see.
    public static void writeComment(OutputStream out) throws IOException {
        out.write(COMMENT);
    }
}
