package io.stele.sdk.service;

import io.stele.http.BodyWriter;
import io.stele.http.Sse;
import io.stele.http.StreamingBody;
import io.stele.model.Bytes;
import io.stele.sdk.command.Aggregate;
import io.stele.sdk.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// The state of an aggregate as server-sent events: as it is, and after each event that comes,
/// without end. Each message has the position of its event as `id`, so a client that comes back
/// goes on behind it and misses none.
final class LiveState implements StreamingBody {

    /// The states of one aggregate.
    interface States extends AutoCloseable {
        Optional<Aggregate<JsonNode>> poll(Duration timeout) throws InterruptedException;

        @Override
        void close();
    }

    private final Supplier<States> following;
    private final Runnable access;

    /// @param following begins to follow, on the thread that writes
    /// @param access throws when the client may not see the state any more
    LiveState(Supplier<States> following, Runnable access) {
        this.following = following;
        this.access = access;
    }

    @Override
    public void writeTo(BodyWriter out) throws IOException, InterruptedException {
        try (States states = following.get()) {
            int quiet = 0;
            while (!out.shouldEnd()) {
                Optional<Aggregate<JsonNode>> next = states.poll(Duration.ZERO);
                if (next.isEmpty()) {
                    out.flush();
                    next = states.poll(Sse.LOOK);
                }
                access.run();
                if (next.isPresent()) {
                    write(next.get(), out);
                    quiet = 0;
                } else if (++quiet == Sse.QUIET_LOOKS) {
                    Sse.writeComment(out);
                    quiet = 0;
                }
            }
        }
    }

    private static void write(Aggregate<JsonNode> aggregate, BodyWriter out) throws IOException {
        byte[] json = Json.MAPPER.writeValueAsBytes(StateRoutes.json(aggregate));
        Sse.write(out, "", Optional.of(aggregate.position()), Bytes.wrap(json));
    }
}
