package io.stele.sdk.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.sdk.Account;
import io.stele.sdk.Account.Command.Deposit;
import io.stele.sdk.Account.Command.Open;
import io.stele.sdk.Account.Command.Touch;
import io.stele.sdk.Account.Command.Withdraw;
import io.stele.sdk.Decider;
import io.stele.sdk.EventDecodingException;
import io.stele.sdk.UnknownEvents;
import io.stele.sdk.command.CommandResult.Accepted;
import io.stele.sdk.command.CommandResult.KeyReused;
import io.stele.sdk.command.CommandResult.NotAsExpected;
import io.stele.sdk.command.CommandResult.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandHandlerTest {

    private final EventStore store = new InMemoryEventStore();
    private final CommandHandler<Account.Command, Account.Event, Account> handler =
            CommandHandler.of(store, Account.DECIDER);

    @AfterEach
    void close() {
        handler.close();
        store.close();
    }

    @Test
    void anAcceptedCommandBecomesEventsOfItsStream() {
        Accepted opened = accepted(handler.handle("1", new Open("Ada")));
        assertThat(opened.head().orElseThrow().revision()).isEqualTo(Revision.of(0));
        assertThat(opened.events()).extracting("type").containsExactly("AccountOpened");
        assertThat(opened.duplicate()).isFalse();
        accepted(handler.handle("1", new Deposit(5)));

        Aggregate<Account> account = handler.current("1").orElseThrow();
        assertThat(account.state()).isEqualTo(new Account("Ada", 5, Account.Status.OPEN));
        assertThat(account.revision()).isEqualTo(Revision.of(1));
        RecordedEvent last = events("account-1").getLast();
        assertThat(account.recordedAt()).isEqualTo(last.recordedAt());
        assertThat(last.metadata().text("command")).contains("Deposit");
        assertThat(last.metadata().text("causationId"))
                .isEqualTo(last.metadata().text("correlationId"));
    }

    @Test
    void aRefusalLeavesNoEvent() {
        assertThat(handler.handle("1", new Withdraw(5)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("the balance is only 0"));
        assertThat(handler.current("1")).isEmpty();
        assertThat(store.head().next()).isZero();
    }

    @Test
    void aCommandWithoutEventsTellsWhereTheStreamStands() {
        assertThat(accepted(handler.handle("1", new Touch())).head()).isEmpty();
        handler.handle("1", new Open("Ada"));
        Accepted touched = accepted(handler.handle("1", new Touch()));
        assertThat(touched.events()).isEmpty();
        assertThat(touched.head()).isEqualTo(store.head(handler.stream("1")));
    }

    @Test
    void aRefusalIsNeverDecidedOnAnOldState() {
        handler.handle("1", new Open("Ada"));
        try (var other = CommandHandler.of(store, Account.DECIDER)) {
            accepted(other.handle("1", new Deposit(100)));
        }
        accepted(handler.handle("1", new Withdraw(100)));
    }

    @Test
    void whatOthersWroteIsDecidedOnAfterAConflict() {
        handler.handle("1", new Open("Ada"));
        handler.handle("1", new Deposit(100));
        try (var other = CommandHandler.of(store, Account.DECIDER)) {
            accepted(other.handle("1", new Withdraw(70)));
        }
        assertThat(handler.handle("1", new Withdraw(50)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        no -> assertThat(no.reason()).isEqualTo("the balance is only 30"));
        assertThat(handler.current("1").orElseThrow().state().balance()).isEqualTo(30);
    }

    @Test
    void theSameKeyGetsTheFirstAnswerAgain() {
        handler.handle("1", new Open("Ada"));
        CommandContext key = CommandContext.DEFAULT.withIdempotencyKey("k1").by("ada");
        Accepted first = accepted(handler.handle("1", new Deposit(5), key));
        handler.handle("1", new Deposit(1));
        Accepted again = accepted(handler.handle("1", new Deposit(5), key));
        assertThat(again.duplicate()).isTrue();
        assertThat(again.head()).isEqualTo(first.head());
        assertThat(again.events()).isEqualTo(first.events());
        assertThat(events("account-1")).hasSize(3);
        assertThat(events("account-1").get(1).actor()).isEqualTo("ada");
        try (var restarted = CommandHandler.of(store, Account.DECIDER)) {
            assertThat(accepted(restarted.handle("1", new Deposit(5), key)).events())
                    .isEqualTo(first.events());
        }
    }

    @Test
    void aKeyBelongsToOneCommandOnOneAggregate() {
        handler.handle("1", new Open("Ada"));
        handler.handle("2", new Open("Bob"));
        CommandContext key = CommandContext.DEFAULT.withIdempotencyKey("k1");
        accepted(handler.handle("1", new Deposit(5), key));
        assertThat(handler.handle("1", new Deposit(6), key)).isInstanceOf(KeyReused.class);
        assertThat(handler.handle("1", new Withdraw(5), key)).isInstanceOf(KeyReused.class);
        assertThat(accepted(handler.handle("2", new Deposit(6), key)).duplicate()).isFalse();
    }

    @Test
    void whatTheCallerExpectsMustHold() {
        CommandContext none = CommandContext.DEFAULT.expecting(Expectation.NONE);
        accepted(handler.handle("1", new Open("Ada"), none));
        assertThat(handler.handle("1", new Deposit(1), none))
                .isEqualTo(
                        new NotAsExpected(
                                handler.stream("1"),
                                Expectation.NONE,
                                Optional.of(Revision.of(0))));
        CommandContext first = CommandContext.DEFAULT.expecting(Expectation.revision(0));
        accepted(handler.handle("1", new Deposit(1), first));
        assertThat(handler.handle("1", new Deposit(1), first)).isInstanceOf(NotAsExpected.class);
        assertThat(events("account-1")).hasSize(2);
    }

    @Test
    void statesOfThePastAreToldByRevisionAndTime() {
        handler.handle("1", new Open("Ada"));
        handler.handle("1", new Deposit(100));
        handler.handle("1", new Withdraw(30));
        for (RecordedEvent event : events("account-1")) {
            var byRevision = handler.at("1", event.revision()).orElseThrow();
            assertThat(handler.at("1", event.recordedAt()).orElseThrow().state().balance())
                    .isIn(0L, 100L, 70L);
            assertThat(byRevision.position()).isEqualTo(event.position());
        }
        assertThat(handler.at("1", Revision.of(1)).orElseThrow().state().balance()).isEqualTo(100);
        assertThat(handler.at("1", Revision.of(3))).isEmpty();
        assertThat(handler.at("1", events("account-1").getFirst().recordedAt().minusNanos(1000)))
                .isEmpty();
    }

    @Test
    void twoHundredCommandsAtOnceOnOneAggregateAllSucceed() throws Exception {
        handler.handle("1", new Open("Ada"));
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CommandResult>> results = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                results.add(threads.submit(() -> handler.handle("1", new Deposit(1))));
            }
            for (Future<CommandResult> result : results) {
                accepted(result.get());
            }
        }
        assertThat(handler.current("1").orElseThrow().state().balance()).isEqualTo(200);
    }

    @Test
    void anEventOfUnknownTypeIsAnExplicitChoice() {
        handler.handle("1", new Open("Ada"));
        store.append(Append.to("account-1", Expectation.ANY, NewEvent.json("Audited", "{}")));
        assertThatThrownBy(() -> handler.current("1"))
                .isInstanceOf(EventDecodingException.class)
                .hasMessageContaining("Audited at account-1 revision 1");
        var lenient = Account.DECIDER.withUnknownEvents(UnknownEvents.SKIP);
        try (var skipping = CommandHandler.of(store, lenient)) {
            assertThat(skipping.current("1").orElseThrow().revision()).isEqualTo(Revision.of(1));
            accepted(skipping.handle("1", new Deposit(1)));
        }
    }

    @Test
    void anEventThatCannotBeFoldedIsNotWritten() {
        Decider<Account.Command, Account.Event, Account> broken =
                Decider.of(
                        "account",
                        Account.EMPTY,
                        Account::decide,
                        (Account state, Account.Event event) -> {
                            throw new IllegalStateException("a bug");
                        });
        try (var handler = CommandHandler.of(store, broken)) {
            assertThatThrownBy(() -> handler.handle("1", new Open("Ada")))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(store.read(ReadLog.all()).toList()).isEmpty();
    }

    private List<RecordedEvent> events(String stream) {
        return store.read(ReadStream.of(stream)).toList();
    }

    private static Accepted accepted(CommandResult result) {
        assertThat(result).isInstanceOf(Accepted.class);
        return (Accepted) result;
    }
}
