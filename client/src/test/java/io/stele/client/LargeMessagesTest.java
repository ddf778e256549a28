package io.stele.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.http.HttpOptions;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What would not fit into one message of the protocol comes in several.
final class LargeMessagesTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final InMemoryEventStore kept = new InMemoryEventStore();

    @SuppressWarnings("NullAway.Init") // started before each test
    private SteleServer server;

    @SuppressWarnings("NullAway.Init") // started before each test
    private EventStore store;

    @BeforeEach
    void start() {
        ServerOptions options = ServerOptions.defaults().withHttp(HttpOptions.loopback(0));
        server = SteleServer.start(kept, options);
        store = EventStore.open("stele://127.0.0.1:" + server.address().getPort());
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private void keep(NewEvent event) {
        assertThat(kept.append(Append.to("a-1", Expectation.ANY, event)))
                .isInstanceOf(Appended.class);
    }

    @Test
    void eventsThatAreMostlyMetadataAreReadAndFollowed() throws Exception {
        int events = 300;
        Metadata metadata = Metadata.of("note", "x".repeat(60 << 10));
        for (int i = 0; i < events; i++) {
            keep(NewEvent.json("A", "{}").withMetadata(metadata));
        }
        assertThat(store.read(ReadLog.all()).toList()).hasSize(events);

        int followed = 0;
        try (Subscription subscription = store.subscribe(Checkpoint.START, EventFilter.ALL)) {
            while (followed < events) {
                if (subscription.poll(LONG).orElseThrow() instanceof Message.Event) {
                    followed++;
                }
            }
        }
    }

    private static Append tooLate() {
        return Append.to("a-1", Expectation.NONE, NewEvent.json("B", "{}"));
    }

    @Test
    void largeConflictsAreAnsweredTogether() throws Exception {
        for (int i = 0; i < 3; i++) {
            keep(NewEvent.json("A", "\"" + "x".repeat(1_000_000) + "\""));
        }
        List<CompletableFuture<AppendResult>> results =
                Stream.generate(() -> store.appendAsync(tooLate())).limit(20).toList();
        for (CompletableFuture<AppendResult> result : results) {
            assertThat(result.get(20, TimeUnit.SECONDS)).isInstanceOf(Conflict.class);
        }
    }
}
