package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server goes, by `kill -9` or by SIGTERM, under the load of its clients, which carry on by
/// themselves: no call fails,
/// every acknowledged append is there once, and a subscriber sees each event once and in order.
///
/// `-Dstele.kills=50` for more rounds.
class KilledServerE2E {

    private static final int KILLS = Integer.getInteger("stele.kills", 3);
    private static final int WRITERS = 8;
    private static final int APPENDS_BETWEEN_KILLS = 400;

    @TempDir Path directory;

    private final Map<UUID, Long> acknowledged = new ConcurrentHashMap<>(); // event id -> position
    private final Semaphore progress = new Semaphore(0);
    private volatile boolean stopping;

    /// How a server is made to go.
    private interface Ending {
        void end(Stele server) throws InterruptedException;
    }

    @Test
    void clientsCarryOnWhenItIsKilled() throws Exception {
        clientsCarryOn(Stele::kill);
    }

    @Test
    void clientsCarryOnWhenItIsRestarted() throws Exception {
        clientsCarryOn(server -> {
            server.terminate();
            assertThat(server.waitFor()).isEqualTo(143);
            assertThat(server.err()).isEqualTo("stele has stopped\n");
        });
    }

    private void clientsCarryOn(Ending ending) throws Exception {
        String port = Integer.toString(freePort());
        Stele server = serve(port);
        try (EventStore store = EventStore.open("stele://127.0.0.1:" + port);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String stream = "writer-" + i;
                clients.add(threads.submit(() -> write(store, stream)));
            }
            Future<List<Long>> seen = threads.submit(() -> follow(store));
            SplittableRandom random = new SplittableRandom(20_261_123);
            for (int kill = 0; kill < KILLS; kill++) {
                progress.acquire(1 + random.nextInt(APPENDS_BETWEEN_KILLS));
                ending.end(server);
                server = serve(port);
            }
            progress.drainPermits();
            progress.acquire(WRITERS); // it goes on after the last kill, too
            stopping = true;
            for (Future<?> client : clients) {
                client.get(60, TimeUnit.SECONDS);
            }
            check(store, seen);
        } finally {
            server.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private Stele serve(String port) throws Exception {
        Stele server = Stele.start(directory, "serve", "--port", port, "--data", "data");
        server.awaitReady();
        return server;
    }

    /// Appends one by one, each to the revision that the one before has got.
    private void write(EventStore store, String stream) {
        Expectation expected = Expectation.NONE;
        while (!stopping) {
            NewEvent event = NewEvent.json("Written", "{}");
            AppendResult result = store.append(Append.to(stream, expected, event));
            if (!(result instanceof Appended done)) {
                throw new AssertionError("nobody else writes to " + stream + ": " + result);
            }
            expected = Expectation.revision(done.streams().getFirst().last().value());
            acknowledged.put(event.id(), done.last().value());
            progress.release();
        }
    }

    /// The positions, until all that was acknowledged has come.
    private List<Long> follow(EventStore store) throws InterruptedException {
        List<Long> positions = new ArrayList<>();
        try (Subscription live = store.subscribe(Checkpoint.START, EventFilter.ALL)) {
            while (!stopping || positions.size() < store.head().next()) {
                if (live.poll(Duration.ofSeconds(1)).orElse(null) instanceof Message.Event event) {
                    positions.add(event.event().position().value());
                }
            }
        }
        return positions;
    }

    private void check(EventStore store, Future<List<Long>> seen)
            throws InterruptedException, ExecutionException {
        Map<UUID, Long> inTheLog = new HashMap<>();
        List<Long> positions = new ArrayList<>();
        for (RecordedEvent event : store.read(ReadLog.all()).toList()) {
            assertThat(inTheLog.put(event.id(), event.position().value())).as("twice").isNull();
            positions.add(event.position().value());
        }
        assertThat(inTheLog).isEqualTo(acknowledged);
        assertThat(seen.get()).isEqualTo(positions);
    }
}
