package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.AppendResult.Appended;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Subscribers that take nothing, on a server with little memory.
class StalledSubscriberE2E {

    private static final int SUBSCRIBERS = 20;
    private static final int EVENTS = 200;
    private static final int EVENT_BYTES = 512 << 10;

    @TempDir Path directory;

    /// 20 subscribers times 100 MiB would be 2 GiB; the server has 128 MiB.
    @Test
    void theServerKeepsNothingForThem() throws Exception {
        Map<String, String> environment = Map.of("STELE_JAVA_OPTS", "-Xmx128m");
        try (Stele server = Stele.start(directory, environment, "serve", "--port", "0")) {
            String address = "stele://127.0.0.1:" + server.awaitReady().getPort();
            List<EventStore> clients = new ArrayList<>();
            List<Subscription> stalled = new ArrayList<>();
            for (int i = 0; i < SUBSCRIBERS; i++) {
                EventStore client = EventStore.open(address);
                clients.add(client);
                stalled.add(client.subscribe(Checkpoint.START, EventFilter.ALL));
            }
            append(clients.getFirst());
            assertThat(eventsIn(stalled.getLast())).isEqualTo(EVENTS); // one of them wakes up
            assertThat(server.isRunning()).isTrue();
            assertThat(server.err()).doesNotContain("OutOfMemory");
            stalled.forEach(Subscription::close);
            clients.forEach(EventStore::close);
        }
    }

    private static void append(EventStore store) {
        String large = "\"" + "x".repeat(EVENT_BYTES) + "\"";
        for (int i = 0; i < EVENTS; i++) {
            NewEvent event = NewEvent.json("Large", large);
            assertThat(store.append(Append.to("large-1", Expectation.ANY, event)))
                    .isInstanceOf(Appended.class);
        }
    }

    private static int eventsIn(Subscription subscription) throws InterruptedException {
        int events = 0;
        while (events < EVENTS) {
            Subscription.Message message = subscription.poll(Duration.ofSeconds(30)).orElseThrow();
            if (message instanceof Subscription.Message.Event) {
                events++;
            }
        }
        return events;
    }
}
