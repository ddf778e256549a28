package io.stele.bench.state;

import io.stele.bench.Figure;
import io.stele.bench.Figure.Baseline;
import io.stele.bench.Figure.Of;
import io.stele.bench.PreparedStore;
import io.stele.bench.Rounds;
import io.stele.bench.Rounds.Compared;
import io.stele.bench.Unit;
import io.stele.example.bank.Account;
import io.stele.example.bank.AccountCommand;
import io.stele.example.bank.AccountEvent;
import io.stele.example.bank.Bank;
import io.stele.model.AppendResult;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.ReadStream;
import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.sdk.EventCodec;
import io.stele.sdk.command.Aggregate;
import io.stele.sdk.command.CommandHandler;
import io.stele.sdk.command.SnapshotPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// How long the state of an account with a long history takes that is not in memory: with a snapshot
/// that is as old as the default policy lets it become, and with none. The baseline reads the
/// stream's events, decodes and folds them, and keeps nothing.
public final class StateBench {

    private static final double SECONDS_GOAL = 0.1;
    private static final double SECONDS_GOAL_WITHOUT = 5;
    private static final String ID = "1";
    private static final CommandHandler.Options NEVER =
            new CommandHandler.Options(0, 1, SnapshotPolicy.NEVER);

    private final Path directory;
    private final LongHistory filling;
    private final Rounds rounds;
    private final Consumer<String> progress;

    /// @param directory has the store, or gets it
    /// @param events of the account
    public StateBench(Path directory, long events, int rounds, Consumer<String> progress) {
        if (events < 1) {
            throw new IllegalArgumentException("there must be an event, but events is " + events);
        }
        this.directory = directory;
        this.filling = new LongHistory(events);
        this.rounds = new Rounds(rounds, progress);
        this.progress = progress;
    }

    public List<Figure> run() throws IOException, InterruptedException {
        PreparedStore.in(directory, filling, progress);
        try (EventStore store = EventStore.open("embedded:" + directory)) {
            takeSnapshot(store);
            addAsManyAsThePolicyLets(store);
            Compared with =
                    rounds.compare(
                            "with a snapshot",
                            () -> state(store, store.snapshots()),
                            () -> byHand(store));
            Compared without =
                    rounds.compare(
                            "without a snapshot",
                            () -> state(store, new NoSnapshots()),
                            () -> byHand(store));
            return List.of(
                    figure("a state, with a snapshot", with).withGoal(Of.VALUE, SECONDS_GOAL),
                    figure("a state, without a snapshot", without)
                            .withGoal(Of.VALUE, SECONDS_GOAL_WITHOUT));
        }
    }

    private static Figure figure(String name, Compared both) {
        return Figure.of(
                name,
                Unit.SECONDS,
                both.seconds(),
                new Baseline("read and folded", both.baselineSeconds()));
    }

    /// As a service does it: a state that took long is kept, in the background.
    private static void takeSnapshot(EventStore store) throws InterruptedException {
        AtomicBoolean saved = new AtomicBoolean();
        SnapshotStore noted =
                new SnapshotStore() {
                    @Override
                    public Optional<Snapshot> load(StreamName stream, String fingerprint) {
                        return Optional.empty();
                    }

                    @Override
                    public void save(Snapshot snapshot) {
                        store.snapshots().save(snapshot);
                        saved.set(true);
                    }
                };
        SnapshotPolicy always = new SnapshotPolicy(1, SnapshotPolicy.DEFAULT.replayLongerThan());
        CommandHandler.Options options = new CommandHandler.Options(0, 1, always);
        try (var handler = CommandHandler.of(store, noted, Bank.ACCOUNT, options)) {
            Optional<Aggregate<Account>> _ = handler.current(ID);
            while (!saved.get()) {
                Thread.sleep(1);
            }
        }
    }

    private void addAsManyAsThePolicyLets(EventStore store) {
        long first = store.head(LongHistory.STREAM).orElseThrow().revision().value() + 1;
        SplittableRandom ids = new SplittableRandom();
        for (int n = 0; n < SnapshotPolicy.DEFAULT.everyEvents() - 1; n++) {
            AppendResult _ = store.append(filling.append(first + n, 1, ids));
        }
    }

    /// @return the number of events in it
    private static long state(EventStore store, SnapshotStore snapshots) {
        try (CommandHandler<AccountCommand, AccountEvent, Account> cold =
                CommandHandler.of(store, snapshots, Bank.ACCOUNT, NEVER)) {
            return cold.current(ID).orElseThrow().revision().value() + 1;
        }
    }

    private static long byHand(EventStore store) {
        EventCodec<AccountEvent> codec = EventCodec.of(Bank.ACCOUNT);
        Account account = Account.EMPTY;
        StreamHead head = store.head(LongHistory.STREAM).orElseThrow();
        try (EventCursor events = store.read(ReadStream.of(LongHistory.STREAM))) {
            while (events.hasNext()) {
                account = account.evolve(codec.decode(events.next()));
            }
        }
        if (account.balance() < 0) {
            throw new IllegalStateException("the bank has lost money: " + account);
        }
        return head.revision().value() + 1;
    }

    private static final class NoSnapshots implements SnapshotStore {
        @Override
        public Optional<Snapshot> load(StreamName stream, String fingerprint) {
            return Optional.empty();
        }

        @Override
        public void save(Snapshot snapshot) {}
    }
}
