package io.stele.sdk.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Bytes;
import io.stele.model.EventStore;
import io.stele.model.Revision;
import io.stele.model.Snapshot;
import io.stele.model.SnapshotStore;
import io.stele.model.StreamHead;
import io.stele.model.StreamName;
import io.stele.model.UnavailableException;
import io.stele.sdk.Account;
import io.stele.sdk.Account.Command.Deposit;
import io.stele.sdk.Account.Command.Open;
import io.stele.sdk.Account.Command.Withdraw;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Snapshots are deleted, damaged, mixed up and withheld at random, and no answer changes: commands,
/// current states and earlier ones are what they are without any snapshot. The seed stands in the
/// test's name; `-Dstele.snapshotSeeds=N` runs more of them.
class SnapshotsProperties {

    private static final int STEPS = 150;
    private static final int ACCOUNTS = 3;

    static List<Integer> seeds() {
        List<Integer> seeds = new ArrayList<>();
        for (int seed = 1; seed <= Integer.getInteger("stele.snapshotSeeds", 10); seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    /// A store of snapshots that does to them what it should not.
    private static class Unreliable implements SnapshotStore {

        final Map<StreamName, Snapshot> kept = new ConcurrentHashMap<>();
        final Random random;
        int given;

        Unreliable(long seed) {
            this.random = new Random(seed);
        }

        @Override
        public synchronized Optional<Snapshot> load(StreamName stream, String fingerprint) {
            Snapshot snapshot = kept.get(stream);
            if (snapshot == null) {
                return Optional.empty();
            }
            given++;
            return switch (random.nextInt(8)) {
                case 0 -> Optional.empty();
                case 1 -> throw new UnavailableException("not now", null);
                case 2 -> Optional.of(damaged(snapshot));
                case 3 -> Optional.of(moved(snapshot));
                case 4 -> Optional.of(any());
                default -> Optional.of(snapshot);
            };
        }

        /// With a bit flipped, or cut short.
        Snapshot damaged(Snapshot snapshot) {
            byte[] state = snapshot.state().toByteArray();
            if (random.nextBoolean()) {
                state = java.util.Arrays.copyOf(state, random.nextInt(state.length));
            } else {
                state[random.nextInt(state.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return with(snapshot, snapshot.stream(), snapshot.revision(), Bytes.wrap(state));
        }

        /// At a revision that it is not of.
        private Snapshot moved(Snapshot snapshot) {
            long other = Math.max(0, snapshot.revision().value() + random.nextInt(-2, 3));
            return with(snapshot, snapshot.stream(), Revision.of(other), snapshot.state());
        }

        /// Of any stream.
        private Snapshot any() {
            List<Snapshot> all = new ArrayList<>(kept.values());
            return all.get(random.nextInt(all.size()));
        }

        static Snapshot with(Snapshot snapshot, StreamName stream, Revision revision, Bytes state) {
            return new Snapshot(
                    stream,
                    snapshot.fingerprint(),
                    revision,
                    snapshot.position(),
                    snapshot.recordedAtMicros(),
                    state);
        }

        @Override
        public synchronized void save(Snapshot snapshot) {
            switch (random.nextInt(4)) {
                case 0 -> throw new UnavailableException("not now", null);
                case 1 -> {}
                default -> kept.put(snapshot.stream(), snapshot);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverBecomesOfSnapshotsNoAnswerChanges(int seed) {
        Unreliable snapshots = new Unreliable(seed);
        check(seed, snapshots);
        assertThat(snapshots.given).isPositive();
    }

    /// A snapshot that is wrong and looks right: what the checksum is there for.
    @Test
    void aWrongSnapshotThatWasTakenForGoodIsNoticedByThisTest() {
        Unreliable wrong =
                new Unreliable(1) {
                    @Override
                    Snapshot damaged(Snapshot snapshot) {
                        byte[] json =
                                new String(SnapshotText.jsonOf(snapshot), StandardCharsets.UTF_8)
                                        .replaceFirst("\"balance\":\\d+", "\"balance\":77777")
                                        .getBytes(StandardCharsets.UTF_8);
                        return SnapshotText.snapshot(
                                snapshot.stream(),
                                snapshot.fingerprint(),
                                new StreamHead(snapshot.revision(), snapshot.position()),
                                snapshot.recordedAtMicros(),
                                json);
                    }
                };
        assertThatThrownBy(() -> check(1, wrong)).isInstanceOf(AssertionError.class);
    }

    /// Each step with handlers that have nothing in memory, one with these snapshots and one
    /// without any.
    private static void check(int seed, SnapshotStore snapshots) {
        Random random = new Random(1_000L * seed);
        SnapshotPolicy often = new SnapshotPolicy(3, Duration.ZERO);
        CommandHandler.Options cold = new CommandHandler.Options(0, 10, often);
        CommandHandler.Options bare = new CommandHandler.Options(0, 10, SnapshotPolicy.NEVER);
        try (EventStore store = new InMemoryEventStore();
                EventStore none = new InMemoryEventStore();
                var tested = CommandHandler.of(store, snapshots, Account.DECIDER, cold);
                var model = CommandHandler.of(store, none.snapshots(), Account.DECIDER, bare)) {
            for (int step = 0; step < STEPS; step++) {
                String id = "" + random.nextInt(ACCOUNTS);
                Optional<Aggregate<Account>> now = model.current(id);
                Account.Command command = command(random, now);
                boolean accepted = tested.handle(id, command) instanceof CommandResult.Accepted;
                assertThat(accepted).as("step %d", step).isEqualTo(mayBe(command, now));
                assertThat(tested.current(id)).as("step %d", step).isEqualTo(model.current(id));
                if (now.isPresent()) {
                    Revision earlier =
                            Revision.of(random.nextLong(now.get().revision().value() + 1));
                    assertThat(tested.at(id, earlier)).isEqualTo(model.at(id, earlier));
                    assertThat(tested.at(id, now.get().recordedAt()))
                            .isEqualTo(model.at(id, now.get().recordedAt()));
                }
            }
        }
    }

    private static Account.Command command(Random random, Optional<Aggregate<Account>> now) {
        if (now.isEmpty()) {
            return new Open("Ada");
        }
        long amount = 1L + random.nextInt(50);
        return random.nextInt(3) == 0 ? new Withdraw(amount) : new Deposit(amount);
    }

    private static boolean mayBe(Account.Command command, Optional<Aggregate<Account>> now) {
        return !(command instanceof Withdraw withdraw)
                || withdraw.amount() <= now.orElseThrow().state().balance();
    }
}
