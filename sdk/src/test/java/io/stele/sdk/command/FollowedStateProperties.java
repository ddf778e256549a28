package io.stele.sdk.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.Revision;
import io.stele.sdk.Account;
import io.stele.sdk.Account.Command.Deposit;
import io.stele.sdk.Account.Command.Open;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// States are followed while others write, by readers that break off at random and go on behind the
/// last position they have: each sees every state once, in order. The seed stands in the test's
/// name.
class FollowedStateProperties {

    private static final int WRITERS = 3;
    private static final int DEPOSITS = 60; // of each writer
    private static final long LAST = (long) WRITERS * DEPOSITS; // revision

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyStateComesOnceAndInOrder(long seed) throws Exception {
        SnapshotPolicy often = new SnapshotPolicy(7, Duration.ZERO);
        CommandHandler.Options options = new CommandHandler.Options(2, 1_000, often);
        try (EventStore store = new InMemoryEventStore();
                var handler = CommandHandler.of(store, Account.DECIDER, options);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var unused = handler.handle("1", new Open("Ada"));
            unused = handler.handle("12", new Open("Bob")); // its name begins as the other's
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Random random = new Random(seed * 100 + i);
                running.add(threads.submit(() -> follow(handler, random)));
            }
            for (int writer = 0; writer < WRITERS; writer++) {
                running.add(threads.submit(() -> write(handler)));
            }
            for (Future<?> done : running) {
                done.get();
            }
        }
    }

    private static void write(CommandHandler<Account.Command, Account.Event, Account> handler) {
        for (int i = 0; i < DEPOSITS; i++) {
            assertThat(handler.handle("1", new Deposit(1)))
                    .isInstanceOf(CommandResult.Accepted.class);
            var unused = handler.handle("12", new Deposit(1));
        }
    }

    private static boolean follow(
            CommandHandler<Account.Command, Account.Event, Account> handler, Random random)
            throws InterruptedException {
        Optional<Position> last = Optional.empty();
        long revision = -1;
        while (revision < LAST) {
            try (FollowedState<Account> states = handler.follow("1", last)) {
                for (int i = random.nextInt(20); i >= 0 && revision < LAST; i--) {
                    Aggregate<Account> next = states.poll(Duration.ofSeconds(30)).orElseThrow();
                    if (last.isPresent()) {
                        assertThat(next.revision()).isEqualTo(Revision.of(revision + 1));
                    }
                    assertThat(next.state().balance()).isEqualTo(next.revision().value());
                    revision = next.revision().value();
                    last = Optional.of(next.position());
                }
            }
        }
        return true;
    }
}
