package io.stele.sdk.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.sdk.Account;
import io.stele.sdk.Account.Command.Deposit;
import io.stele.sdk.Account.Command.Open;
import io.stele.sdk.Decider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotsTest {

    private static final StreamName STREAM = StreamName.of("account-1");
    private static final String FINGERPRINT = Snapshots.fingerprint(Account.DECIDER);

    private final EventStore store = new InMemoryEventStore();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aSnapshotIsTakenEverySoManyEvents() {
        write(9);
        Snapshot snapshot = store.snapshots().load(STREAM, FINGERPRINT).orElseThrow();
        assertThat(snapshot.revision().value()).isBetween(3L, 9L);
        RecordedEvent event =
                store.read(ReadStream.of(STREAM).from(snapshot.revision())).toList().getFirst();
        assertThat(snapshot.position()).isEqualTo(event.position());
        assertThat(snapshot.recordedAtMicros())
                .isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, event.recordedAt()));
        assertThat(snapshot.state().utf8().substring(8)) // behind the checksum
                .isEqualTo(
                        "{\"owner\":\"Ada\",\"balance\":%d,\"status\":\"OPEN\"}"
                                .formatted(snapshot.revision().value()));
    }

    @Test
    void aStateBeginsWithTheSnapshot() {
        write(9);
        plant(FINGERPRINT, event(4), "{\"owner\":\"Eve\",\"balance\":1000,\"status\":\"OPEN\"}");
        assertThat(balance(Account.DECIDER)).isEqualTo(1005);
    }

    @Test
    void aSnapshotOfOtherCodeIsIgnored() {
        write(9);
        plant(FINGERPRINT, event(4), "{\"owner\":\"Eve\",\"balance\":1000,\"status\":\"OPEN\"}");
        assertThat(balance(Account.DECIDER.withVersion(2))).isEqualTo(9);
    }

    @Test
    void aSnapshotThatCannotBeReadOrIsOfAnotherHistoryIsIgnored() {
        write(9);
        plant(FINGERPRINT, event(4), "{\"owner\":");
        assertThat(balance(Account.DECIDER)).isEqualTo(9);
        String state = "{\"owner\":\"Eve\",\"balance\":1000,\"status\":\"OPEN\"}";
        StreamHead beyond = new StreamHead(Revision.of(50), new Position(50));
        store.snapshots()
                .save(
                        SnapshotText.snapshot(
                                STREAM,
                                FINGERPRINT,
                                beyond,
                                0,
                                state.getBytes(StandardCharsets.UTF_8)));
        assertThat(balance(Account.DECIDER)).isEqualTo(9);
    }

    @Test
    void aStateOfThePastNeverUsesASnapshotBeyondIt() {
        write(9);
        plant(FINGERPRINT, event(4), "{\"owner\":\"Eve\",\"balance\":1000,\"status\":\"OPEN\"}");
        try (var handler = CommandHandler.of(store, Account.DECIDER)) {
            assertThat(handler.at("1", Revision.of(3)).orElseThrow().state().balance())
                    .isEqualTo(3);
            assertThat(handler.at("1", Revision.of(4)).orElseThrow().state().balance())
                    .isEqualTo(1000);
            assertThat(handler.at("1", Revision.of(5)).orElseThrow().state().balance())
                    .isEqualTo(1001);
        }
    }

    @Test
    void theFingerprintIsOfTheStatesFieldsAtAnyDepth() {
        assertThat(Snapshots.fingerprint(Account.DECIDER)).isEqualTo(FINGERPRINT);
        assertThat(fingerprint(new Before(List.of())))
                .isNotEqualTo(fingerprint(new After(List.of())));
    }

    record Before(List<Before.Item> items) {
        record Item(int amount) {}
    }

    record After(List<After.Item> items) {
        record Item(long amount) {}
    }

    private static <S extends Record> String fingerprint(S state) {
        @SuppressWarnings("unchecked")
        Class<S> type = (Class<S>) state.getClass();
        return Snapshots.fingerprint(
                Decider.of(
                        "x",
                        Account.Command.class,
                        Account.Event.class,
                        type,
                        state,
                        (s, c) -> io.stele.sdk.Decision.nothing(),
                        (s, e) -> s));
    }

    @Test
    void aSnapshotIsDueByCountOrByWhatReplayingTakes() {
        SnapshotPolicy policy = new SnapshotPolicy(500, Duration.ofMillis(50));
        assertThat(policy.isDue(498, 499, 0)).isFalse();
        assertThat(policy.isDue(499, 500, 0)).isTrue();
        assertThat(policy.isDue(499, 501, 1_000)).isTrue();
        assertThat(policy.isDue(49, 50, 1_000_000)).isTrue(); // 50 events of 1 ms
        assertThat(policy.isDue(50, 51, 1_000_000)).isFalse();
        assertThat(policy.isDue(7, 8, 1e12)).isTrue();
        assertThat(SnapshotPolicy.NEVER.isDue(0, 1_000_000, 1_000)).isFalse();
    }

    private long balance(Decider<Account.Command, Account.Event, Account> decider) {
        try (var handler = CommandHandler.of(store, decider)) {
            return handler.current("1").orElseThrow().state().balance();
        }
    }

    private void plant(String fingerprint, RecordedEvent at, String state) {
        store.snapshots()
                .save(
                        SnapshotText.snapshot(
                                STREAM,
                                fingerprint,
                                new StreamHead(at.revision(), at.position()),
                                at.recordedAt().toEpochMilli() * 1000,
                                state.getBytes(StandardCharsets.UTF_8)));
    }

    private RecordedEvent event(int revision) {
        return store.read(ReadStream.of(STREAM).from(revision)).next();
    }

    /// Opens the account and deposits 1 so many times, with a snapshot every four events.
    private void write(int deposits) {
        SnapshotPolicy every4 = new SnapshotPolicy(4, Duration.ofDays(1));
        try (var handler =
                CommandHandler.of(
                        store, Account.DECIDER, new CommandHandler.Options(10, 10, every4))) {
            var unused = handler.handle("1", new Open("Ada"));
            for (int i = 0; i < deposits; i++) {
                unused = handler.handle("1", new Deposit(1));
            }
            while (store.snapshots().load(STREAM, FINGERPRINT).isEmpty()) {
                Thread.onSpinWait(); // it is taken in the background
            }
        }
    }
}
