package io.stele.sdk.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.EventStore;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Snapshot;
import io.stele.model.StreamName;
import io.stele.sdk.Decider;
import io.stele.sdk.Decision;
import io.stele.sdk.EventCodec;
import io.stele.sdk.EventType;
import io.stele.sdk.Upcaster;
import io.stele.sdk.Upcaster.Piece;
import io.stele.sdk.command.CommandHandler;
import io.stele.sdk.command.CommandResult;
import io.stele.sdk.command.Fingerprints;
import io.stele.sdk.command.SnapshotPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/// A log with old events under code that has changed: once an event has a version that did not exist
/// when they were written, once an event has another name, once it is two events.
class EvolutionTest {

    private static final StreamName STREAM = StreamName.of("wallet-1");
    private static final CommandHandler.Options SNAPSHOTS =
            new CommandHandler.Options(0, 10, new SnapshotPolicy(2, Duration.ofDays(1)));

    private final EventStore store = new InMemoryEventStore();

    @AfterEach
    void close() {
        store.close();
    }

    record Put(long amount, String currency) {}

    /// As it was: everything is euros.
    record OldWallet(long balance) {

        @EventType("MoneyPut")
        record EurosPut(long amount) {}

        static final Decider<Put, EurosPut, OldWallet> DECIDER =
                Decider.of("wallet", new OldWallet(0), OldWallet::decide, OldWallet::evolve);

        Decision<EurosPut> decide(Put put) {
            return Decision.accept(new EurosPut(put.amount()));
        }

        OldWallet evolve(EurosPut event) {
            return new OldWallet(balance + event.amount());
        }
    }

    /// As it is: version 2 of the event says the currency, and the state has a balance for each.
    record Wallet(Map<String, Long> balances) {

        @EventType(value = "MoneyPut", version = 2)
        record MoneyPut(long amount, String currency) {}

        static final Decider<Put, MoneyPut, Wallet> DECIDER =
                Decider.of("wallet", new Wallet(Map.of()), Wallet::decide, Wallet::evolve)
                        .withUpcasters(
                                Upcaster.of("MoneyPut", 1, json -> json.put("currency", "EUR")));

        Decision<MoneyPut> decide(Put put) {
            return Decision.accept(new MoneyPut(put.amount(), put.currency()));
        }

        Wallet evolve(MoneyPut event) {
            Map<String, Long> after = new TreeMap<>(balances);
            after.merge(event.currency(), event.amount(), Long::sum);
            return new Wallet(after);
        }
    }

    private void putEurosAsItWas(int times) {
        try (var handler = CommandHandler.of(store, OldWallet.DECIDER, SNAPSHOTS)) {
            for (int i = 0; i < times; i++) {
                assertThat(handler.handle("1", new Put(10, "EUR")))
                        .isInstanceOf(CommandResult.Accepted.class);
            }
            while (times > 2 && snapshot(OldWallet.DECIDER).isEmpty()) {
                Thread.onSpinWait(); // it is taken in the background
            }
        }
    }

    private Optional<Snapshot> snapshot(Decider<?, ?, ?> decider) {
        return store.snapshots().load(STREAM, Fingerprints.of(decider));
    }

    @Test
    void aVersionThatIsIntroducedOnALogWithOldEventsBreaksNothing() {
        putEurosAsItWas(6);
        assertThat(snapshot(OldWallet.DECIDER)).as("a snapshot of the old shape").isPresent();
        assertThat(snapshot(Wallet.DECIDER)).isEmpty();

        try (var handler = CommandHandler.of(store, Wallet.DECIDER, SNAPSHOTS)) {
            assertThat(handler.current("1").orElseThrow().state().balances())
                    .isEqualTo(Map.of("EUR", 60L));
            assertThat(handler.handle("1", new Put(5, "SEK")))
                    .isInstanceOf(CommandResult.Accepted.class);
        }
        try (var restarted = CommandHandler.of(store, Wallet.DECIDER, SNAPSHOTS)) {
            assertThat(restarted.current("1").orElseThrow().state().balances())
                    .isEqualTo(Map.of("EUR", 60L, "SEK", 5L));
        }
        List<RecordedEvent> events = store.read(ReadStream.of(STREAM)).toList();
        assertThat(events).hasSize(7);
        assertThat(events.getFirst().data().bytes().utf8()).isEqualTo("{\"amount\":10}");
        assertThat(events.getLast().metadata().values())
                .containsEntry(EventCodec.SCHEMA_VERSION, 2L);
    }

    @Test
    void theTwoVersionsAreCompatibleByTheirDescriptions() {
        List<SchemaChange> changes =
                SchemaCheck.compare(
                        EventSchemas.of(List.of(OldWallet.DECIDER)),
                        EventSchemas.of(List.of(Wallet.DECIDER)));
        assertThat(changes).noneMatch(c -> c.effect() == SchemaChange.Effect.BREAKING);
    }

    /// The same event under another name.
    @EventType(value = "MoneyReceived", formerly = "MoneyPut")
    record MoneyReceived(long amount) {}

    @Test
    void anEventThatWasRenamedIsReadUnderBothNames() {
        putEurosAsItWas(1);
        RecordedEvent old = store.read(ReadStream.of(STREAM)).next();
        EventCodec<MoneyReceived> codec = EventCodec.of(MoneyReceived.class);
        assertThat(codec.decode(old)).isEqualTo(new MoneyReceived(10));
        assertThat(codec.encode(new MoneyReceived(1)).type()).isEqualTo("MoneyReceived");
        assertThat(codec.types()).containsExactly("MoneyReceived", "MoneyPut");
    }

    sealed interface Split {
        @EventType("Received")
        record Received(long amount) implements Split {}

        @EventType("Counted")
        record Counted() implements Split {}
    }

    /// What was one event is two, and has no record any more.
    static final Upcaster PUT_IS_TWO =
            Upcaster.split(
                    "MoneyPut",
                    1,
                    json ->
                            List.of(
                                    new Piece("Received", 1, json),
                                    new Piece(
                                            "Counted", 1, JsonNodeFactory.instance.objectNode())));

    @Test
    void anEventThatWasSplitIsSeveralInTheirOrder() {
        putEurosAsItWas(2);
        Decider<Void, Split, String> decider =
                Decider.of(
                                "wallet",
                                Void.class,
                                Split.class,
                                String.class,
                                "",
                                (s, c) -> Decision.<Split>nothing(),
                                (s, e) -> s + e.getClass().getSimpleName() + " ")
                        .withUpcasters(PUT_IS_TWO);
        try (var handler = CommandHandler.of(store, decider)) {
            assertThat(handler.current("1").orElseThrow().state())
                    .isEqualTo("Received Counted Received Counted ");
        }
    }
}
