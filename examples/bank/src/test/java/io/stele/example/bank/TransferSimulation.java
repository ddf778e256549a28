package io.stele.example.bank;

import static io.stele.example.bank.Bank.ACCOUNT;
import static io.stele.example.bank.Bank.TRANSFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.stele.example.bank.AccountCommand.Deposit;
import io.stele.example.bank.AccountCommand.OpenAccount;
import io.stele.example.bank.AccountCommand.Withdraw;
import io.stele.example.bank.Transfer.Status;
import io.stele.example.bank.TransferCommand.AcceptTransfer;
import io.stele.example.bank.TransferCommand.RequestTransfer;
import io.stele.memory.InMemoryEventStore;
import io.stele.memory.UncertainEventStore;
import io.stele.model.EventStore;
import io.stele.model.Limits;
import io.stele.model.StoreException;
import io.stele.sdk.command.CommandHandler;
import io.stele.sdk.command.CommandResult.Accepted;
import io.stele.sdk.reactor.CommandPort;
import io.stele.sdk.reactor.LocalCommands;
import io.stele.sdk.reactor.SteppedReactor;
import io.stele.testkit.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Transfers under everything that can happen: two of the service at work on the same events, each
/// with a bad network to the store, broken off anywhere and begun again; others who use the accounts
/// in between; time that goes by. In the end no money was made or lost, and no transfer is half
/// done. `-Dstele.transferSeeds=N` for more than a hundred; `-Dstele.seed=N` for the one that
/// failed.
class TransferSimulation {

    private static final Duration LONG_ENOUGH = Duration.ofDays(2);
    private static final int ACCOUNTS = 4;
    private static final int STEPS = 120;
    private static final List<Status> ENDS =
            List.of(Status.COMPLETED, Status.RETURNED, Status.FAILED);

    private static long[] seeds() {
        Long only = Long.getLong("stele.seed");
        long count = Long.getLong("stele.transferSeeds", 100);
        return only != null
                ? new long[] {only}
                : new Random(Long.getLong("stele.firstSeed", 0)).longs(count).toArray();
    }

    @Test
    void noMoneyIsMadeOrLostAndNoTransferStaysHalfDone() {
        for (long seed : seeds()) {
            try (World world = new World(seed, port -> port)) {
                world.run();
                assertThat(world.problem())
                        .as("-Dstele.seed=%d runs this one again", seed)
                        .isEmpty();
            }
        }
    }

    /// The planted bug: commands that are sent again get another id each time.
    @Test
    void withRandomCommandIdsMoneyIsMadeOrLost() {
        int wrong = 0;
        for (long seed : seeds()) {
            try (World world = new World(seed, TransferSimulation::withRandomIds)) {
                world.run();
                wrong += world.problem().isPresent() ? 1 : 0;
            }
        }
        assertThat(wrong).isPositive();
    }

    private static CommandPort withRandomIds(CommandPort port) {
        return (command, context, id) -> port.send(command, context, UUID.randomUUID());
    }

    private static final class World implements AutoCloseable {

        private final Random random;
        private final UnaryOperator<CommandPort> planted;
        private final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T12:00:00Z"));
        private final EventStore store = new InMemoryEventStore(clock, Limits.DEFAULT);
        private final CommandHandler<AccountCommand, AccountEvent, Account> accounts =
                CommandHandler.of(store, ACCOUNT);
        private final CommandHandler<TransferCommand, TransferEvent, Transfer> transfers =
                CommandHandler.of(store, TRANSFER);
        private final List<AutoCloseable> handlers = new ArrayList<>();
        private final List<UncertainEventStore> networks = new ArrayList<>();
        private SteppedReactor one;
        private SteppedReactor other;
        private boolean othersAct = true;
        private int requested;
        private long money;

        World(long seed, UnaryOperator<CommandPort> planted) {
            this.random = new Random(seed);
            this.planted = planted;
            this.one = start(this::othersAct);
            this.other = start(this::customersAct);
            for (int i = 0; i < ACCOUNTS; i++) {
                accounts.handle("" + i, new OpenAccount("somebody"));
                deposit(i, 100);
            }
        }

        private SteppedReactor start(Runnable meanwhile) {
            double failures = othersAct ? 0.2 : 0;
            UncertainEventStore network =
                    new UncertainEventStore(store, random, failures, meanwhile);
            networks.add(network);
            var ownAccounts = CommandHandler.of(network, ACCOUNT);
            var ownTransfers = CommandHandler.of(network, TRANSFER);
            handlers.addAll(List.of(ownAccounts, ownTransfers));
            CommandPort port = new LocalCommands(List.of(ownAccounts, ownTransfers));
            return SteppedReactor.of(
                    new TransferProcess(), network, ownTransfers, planted.apply(port));
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1 -> request();
                    case 2 -> acceptOne();
                    case 3 -> clock.move(Duration.ofSeconds(random.nextInt(60)));
                    case 4 -> customersAct();
                    case 5 -> one = start(this::othersAct);
                    case 6 -> other.forget();
                    case 7 -> act(() -> one.fireDue(clock.instant()));
                    case 8, 9 -> act(other::step);
                    default -> act(one::step);
                }
            }
            settle();
        }

        private static void act(Runnable work) {
            try {
                work.run();
            } catch (StoreException e) {
                // it is tried again
            }
        }

        /// What happens while the one is about to write.
        private void othersAct() {
            if (othersAct && random.nextInt(3) == 0) {
                act(other::step);
            }
            customersAct();
        }

        private void customersAct() {
            if (othersAct && random.nextInt(4) == 0) {
                int account = random.nextInt(ACCOUNTS);
                if (random.nextBoolean()) {
                    deposit(account, 1 + random.nextInt(100));
                } else {
                    withdraw(account, 1 + random.nextInt(100));
                }
            }
        }

        private void deposit(int account, int amount) {
            if (accounts.handle("" + account, new Deposit(amount)) instanceof Accepted) {
                money += amount;
            }
        }

        private void withdraw(int account, int amount) {
            if (accounts.handle("" + account, new Withdraw(amount)) instanceof Accepted) {
                money -= amount;
            }
        }

        private void request() {
            int from = random.nextInt(ACCOUNTS);
            int to = (from + 1 + random.nextInt(ACCOUNTS)) % (ACCOUNTS + 1); // one is not there
            RequestTransfer request =
                    new RequestTransfer(
                            "" + from, "" + to, 1 + random.nextInt(150), Optional.of(60));
            if (transfers.handle("" + requested, request) instanceof Accepted) {
                requested++;
            }
        }

        private void acceptOne() {
            if (requested > 0) {
                var _ = transfers.handle("" + random.nextInt(requested), new AcceptTransfer());
            }
        }

        /// The network is good again, what was under way arrives, and time goes by.
        private void settle() {
            othersAct = false;
            networks.forEach(UncertainEventStore::arrive);
            SteppedReactor last = start(() -> {});
            do {
                while (last.step().isPresent()) {
                    // all that there is
                }
                clock.move(LONG_ENOUGH);
            } while (last.fireDue(clock.instant()) > 0);
            other = last;
        }

        /// What is wrong in the end; empty when all is well.
        Optional<String> problem() {
            List<String> problems = new ArrayList<>();
            for (int i = 0; i < requested; i++) {
                Transfer transfer = transfers.current("" + i).orElseThrow().state();
                if (!ENDS.contains(transfer.status())) {
                    problems.add("transfer %d is %s".formatted(i, transfer));
                }
            }
            long balance = 0;
            for (int i = 0; i < ACCOUNTS; i++) {
                balance += accounts.current("" + i).orElseThrow().state().balance();
            }
            if (balance != money) {
                problems.add("there is %d, and not %d".formatted(balance, money));
            }
            if (!other.parked().isEmpty()) {
                problems.add("parked: " + other.parked());
            }
            return problems.isEmpty() ? Optional.empty() : Optional.of(problems.toString());
        }

        @Override
        public void close() {
            handlers.forEach(handler -> {
                try {
                    handler.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            accounts.close();
            transfers.close();
            store.close();
        }
    }
}
