package io.stele.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.http.HttpOptions;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RejectedException;
import io.stele.model.RejectedException.Reason;
import io.stele.model.StoreException;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import io.stele.model.UnavailableException;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LostConnectionTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(3);

    private final InMemoryEventStore kept = new InMemoryEventStore();

    @SuppressWarnings("NullAway.Init") // started before each test
    private SteleServer server;

    @SuppressWarnings("NullAway.Init") // started before each test
    private BadNetwork network;

    @SuppressWarnings("NullAway.Init") // started before each test
    private EventStore store;

    @BeforeEach
    void start() throws Exception {
        ServerOptions options = ServerOptions.defaults().withHttp(HttpOptions.loopback(0));
        server = SteleServer.start(kept, options);
        network = new BadNetwork(server.address());
        store = connect(ClientOptions.DEFAULT);
    }

    private EventStore connect(ClientOptions options) {
        return new RemoteEventStore("stele://127.0.0.1:" + network.port(), options);
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
        network.close();
        server.close();
    }

    private boolean isWritten() {
        return kept.head().next() > 0;
    }

    private static Append append(String type) {
        return Append.to("a-1", Expectation.ANY, NewEvent.json(type, "{}"));
    }

    @Test
    void anAppendWhoseAnswerGetsLostIsWrittenOnce() {
        network.loseAnswers(3, this::isWritten);
        AppendResult result = store.append(append("A"));

        assertThat(((Appended) result).duplicate()).isTrue();
        assertThat(kept.read(ReadLog.all()).toList()).hasSize(1);
    }

    @Test
    void anAppendWithoutAnyAnswerIsLeftUnknown() {
        Append append = append("A");
        network.loseAnswers(Integer.MAX_VALUE, this::isWritten);
        try (EventStore hasty = connect(ClientOptions.DEFAULT.withRetry(Duration.ofMillis(200)))) {
            assertThatThrownBy(() -> hasty.append(append))
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            e -> assertThat(e.appendId()).isEqualTo(append.appendId()));
        }
        network.loseAnswers(0, this::isWritten);
        assertThat(store.findAppend(append.appendId())).isPresent();
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() throws Exception {
        network.close();
        assertThatThrownBy(() -> store.append(append("A")))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> store.head()).isInstanceOf(UnavailableException.class);
        assertThat(kept.head()).isEqualTo(Checkpoint.START);
    }

    @Test
    void aSubscriptionGoesOnWhereItsConnectionBroke() throws Exception {
        int events = 300;
        List<Long> positions = new ArrayList<>();
        try (Subscription subscription = store.subscribe(Checkpoint.START, EventFilter.ALL)) {
            for (int i = 0; i < events; i++) {
                assertThat(kept.append(append("A"))).isInstanceOf(Appended.class);
                if (i % 100 == 50) {
                    network.breakAll();
                }
            }
            while (positions.size() < events) {
                if (subscription.poll(LONG).orElseThrow() instanceof Message.Event event) {
                    positions.add(event.event().position().value());
                }
            }
        }
        assertThat(positions).isEqualTo(LongStream.range(0, events).boxed().toList());
    }

    @Test
    void aReadGoesOnWhereItsConnectionBroke() {
        int events = 40;
        for (int i = 0; i < events; i++) {
            String large = "\"" + "x".repeat(1 << 19) + "\"";
            assertThat(kept.append(Append.to("a-1", Expectation.ANY, NewEvent.json("A", large))))
                    .isInstanceOf(Appended.class);
        }
        for (ReadStream read :
                List.of(ReadStream.of("a-1").limit(30), ReadStream.of("a-1").backward())) {
            assertThat(positionsAcrossBreaks(store.read(read)))
                    .isEqualTo(positionsAcrossBreaks(kept.read(read)));
        }
        assertThat(positionsAcrossBreaks(store.read(ReadLog.all())))
                .isEqualTo(positionsAcrossBreaks(kept.read(ReadLog.all())));
    }

    private List<Position> positionsAcrossBreaks(EventCursor walk) {
        List<Position> positions = new ArrayList<>();
        try (walk) {
            while (walk.hasNext()) {
                positions.add(walk.next().position());
                if (positions.size() % 10 == 5) {
                    network.breakAll();
                }
            }
        }
        return positions;
    }

    @Test
    void anAppendOutlivesARestartOfItsServer() throws Exception {
        assertThat(store.append(append("A"))).isInstanceOf(Appended.class);
        int port = network.port();
        network.close();
        CompletableFuture<AppendResult> result = store.appendAsync(append("B"));
        assertThat(result).isNotDone();
        network = new BadNetwork(server.address(), port);

        assertThat(result.get(20, TimeUnit.SECONDS)).isInstanceOf(Appended.class);
        assertThat(kept.read(ReadLog.all()).toList()).hasSize(2);
    }

    @Test
    void aRefusalAfterALostAnswerIsARefusal() {
        Append first = append("A");
        Append other = append("B").withId(first.appendId());
        assertThat(store.append(first)).isInstanceOf(Appended.class);
        network.loseAnswers(1, () -> true);

        assertThatThrownBy(() -> store.append(other))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.APPEND_ID_REUSED));
    }

    @Test
    void anAppendIsSentAgainForItsOwnTimeThoughOneBeforeWasGivenUp() throws Exception {
        try (EventStore patient = connect(ClientOptions.DEFAULT.withRetry(SHORT))) {
            assertThat(patient.append(append("A"))).isInstanceOf(Appended.class);
            int port = network.port();
            network.close();
            assertThatThrownBy(() -> patient.append(append("B")))
                    .isInstanceOf(StoreException.class);
            CompletableFuture<AppendResult> result = patient.appendAsync(append("C"));
            assertThatThrownBy(() -> result.get(SHORT.toMillis() / 2, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            network = new BadNetwork(server.address(), port);

            assertThat(result.get(20, TimeUnit.SECONDS)).isInstanceOf(Appended.class);
        }
    }

    @Test
    void severalServersAreTriedInTurn() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        String address = "stele://127.0.0.1:%d,127.0.0.1:%d".formatted(nobody, network.port());
        try (EventStore either = EventStore.open(address)) {
            assertThat(either.append(append("A"))).isInstanceOf(Appended.class);
        }
        try (EventStore either = EventStore.open(address)) {
            assertThat(either.head()).isEqualTo(new Checkpoint(1));
        }
    }

    @Test
    void addressesAreChecked() {
        for (String address :
                List.of("stele:", "stele://", "stele://h:1/x", "stele://h:x", "stele://h:1,")) {
            assertThatThrownBy(() -> EventStore.open(address))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("stele://HOST:PORT");
        }
    }
}
