package io.stele.sdk.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.EventStore;
import io.stele.model.ReadStream;
import io.stele.sdk.Account;
import io.stele.sdk.Account.Command.Deposit;
import io.stele.sdk.Account.Command.Open;
import io.stele.sdk.Account.Command.Withdraw;
import io.stele.sdk.command.CommandResult.Accepted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands at once, from two processes, some of them sent twice, against a model: the sum of what
/// was answered as accepted. The seed stands in the test's name.
class CommandHandlerProperties {

    private static final int THREADS = 8;
    private static final int COMMANDS = 60;
    private static final int ACCOUNTS = 3;

    private final Map<String, AtomicLong> balances = new ConcurrentHashMap<>();
    private final AtomicLong events = new AtomicLong();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatWasAcceptedIsThereOnceAndNothingElseIs(long seed) throws Exception {
        SnapshotPolicy often = new SnapshotPolicy(5, Duration.ZERO);
        // So many attempts that bad luck in the race between the two does not end a command.
        CommandHandler.Options options = new CommandHandler.Options(2, 1_000, often);
        try (EventStore store = new InMemoryEventStore();
                var one = CommandHandler.of(store, Account.DECIDER, options);
                var two = CommandHandler.of(store, Account.DECIDER, options);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < ACCOUNTS; i++) {
                count("" + i, new Open("Ada"), one.handle("" + i, new Open("Ada")));
            }
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Random random = new Random(seed * 1_000 + t);
                var handler = t % 2 == 0 ? one : two;
                running.add(threads.submit(() -> sendCommands(random, handler)));
            }
            for (Future<?> done : running) {
                done.get();
            }
            check(store, one);
            check(store, two);
            try (var restarted = CommandHandler.of(store, Account.DECIDER, options)) {
                check(store, restarted);
            }
        }
    }

    private void sendCommands(
            Random random, CommandHandler<Account.Command, Account.Event, Account> handler) {
        for (int i = 0; i < COMMANDS; i++) {
            String id = "" + random.nextInt(ACCOUNTS);
            long amount = 1L + random.nextInt(20);
            Account.Command command =
                    random.nextBoolean() ? new Deposit(amount) : new Withdraw(amount);
            CommandContext context = CommandContext.DEFAULT;
            if (random.nextInt(3) == 0) {
                context = context.withIdempotencyKey("key-" + random.nextInt(40));
            }
            count(id, command, handler.handle(id, command, context));
        }
    }

    private void count(String id, Account.Command command, CommandResult result) {
        if (!(result instanceof Accepted accepted) || accepted.duplicate()) {
            assertThat(result).isNotInstanceOf(CommandResult.Conflicted.class);
            return;
        }
        long change =
                switch (command) {
                    case Deposit deposit -> deposit.amount();
                    case Withdraw withdraw -> -withdraw.amount();
                    case Open open -> 0;
                    case Account.Command.Touch touch -> 0;
                };
        balances.computeIfAbsent(id, key -> new AtomicLong()).addAndGet(change);
        events.addAndGet(accepted.events().size());
    }

    private void check(
            EventStore store, CommandHandler<Account.Command, Account.Event, Account> handler) {
        assertThat(store.head().next()).isEqualTo(events.get());
        balances.forEach((id, balance) -> {
            Aggregate<Account> account = handler.current(id).orElseThrow();
            assertThat(account.state().balance()).isEqualTo(balance.get()).isNotNegative();
            assertThat(account.revision().value() + 1)
                    .isEqualTo(store.read(ReadStream.of(handler.stream(id))).toList().size());
        });
    }
}
