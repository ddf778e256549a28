package io.stele.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.client.ClientOptions;
import io.stele.client.RemoteEventStore;
import io.stele.model.Append;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// A server whose publisher follows what is written, while the server, the broker, or both at once are
/// killed: `kill -9` each time, as soon as it publishes again.
final class PublisherStory {

    private static final long SEED = Long.getLong("stele.seed", 20_261_129);
    private static final int STREAMS = 40;
    private static final String CATEGORY = "work";
    private static final Duration LONG = Duration.ofMinutes(3);

    /// A broker that can be killed.
    interface Broker {
        void kill();

        void restart();
    }

    private final Path data;
    private final int port = freePort();
    private final String kind;
    private final Map<String, String> target;
    private final Broker broker;
    private PublishingServer server;
    private volatile boolean stopping;

    PublisherStory(Path data, String kind, Map<String, String> target, Broker broker)
            throws IOException {
        this.data = data;
        this.kind = kind;
        this.target = target;
        this.broker = broker;
        this.server = new PublishingServer(data, port, kind, target);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /// @param kills of the server, of the broker and of both, in turn
    /// @return what was written, all of it published
    List<RecordedEvent> tell(int kills) throws Exception {
        try (RemoteEventStore store =
                new RemoteEventStore(
                        "stele://127.0.0.1:" + port, ClientOptions.DEFAULT.withRetry(LONG))) {
            Thread writer = Thread.ofVirtual().start(() -> write(store));
            SplittableRandom random = new SplittableRandom(SEED);
            for (int kill = 0; kill < kills; kill++) {
                awaitMore(server.status().path("checkpoint").asLong());
                Thread.sleep(random.nextInt(300));
                kill(kill % 3);
            }
            awaitMore(server.status().path("checkpoint").asLong());
            stopping = true;
            writer.join();
            awaitDone();
            return store.read(ReadLog.all().matching(EventFilter.ALL.withoutSystem())).toList();
        } finally {
            stopping = true;
            server.close();
        }
    }

    private void kill(int which) throws Exception {
        if (which != 0) {
            broker.kill();
        }
        if (which != 1) {
            server.kill();
            server = new PublishingServer(data, port, kind, target);
        }
        if (which != 0) {
            broker.restart();
        }
    }

    private void write(EventStore store) {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        try {
            while (!stopping) {
                String stream = CATEGORY + "-" + random.nextInt(STREAMS);
                NewEvent[] events = new NewEvent[1 + random.nextInt(3)];
                for (int i = 0; i < events.length; i++) {
                    events[i] = NewEvent.json("Ordered", "{}");
                }
                var _ = store.append(Append.to(stream, Expectation.ANY, events));
                TimeUnit.MILLISECONDS.sleep(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitMore(long checkpoint) throws Exception {
        await("it goes on", status -> status.path("checkpoint").asLong() > checkpoint + 50);
    }

    private void awaitDone() throws Exception {
        await("all is published", status -> status.path("lag").asLong(-1) == 0);
    }

    private interface Wanted {
        boolean is(JsonNode status);
    }

    private void await(String what, Wanted wanted) throws Exception {
        Instant latest = Instant.now().plus(LONG);
        JsonNode status = server.status();
        while (!wanted.is(status)) {
            assertThat(Instant.now()).as(what + ": " + status).isBefore(latest);
            Thread.sleep(10);
            status = server.status();
        }
    }
}
