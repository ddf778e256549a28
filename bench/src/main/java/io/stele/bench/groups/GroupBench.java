package io.stele.bench.groups;

import io.stele.bench.Figure;
import io.stele.bench.Figure.Baseline;
import io.stele.bench.Figure.Of;
import io.stele.bench.PreparedStore;
import io.stele.bench.Rounds;
import io.stele.bench.Rounds.Compared;
import io.stele.bench.Unit;
import io.stele.groups.ConsumerGroups;
import io.stele.groups.Delivery;
import io.stele.groups.GroupConsumer;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.GroupStatus;
import io.stele.groups.Outcome;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A consumer group whose members work through a log, beside one reader of the same log. Each event
/// is checked to be the next one of its stream; one stream is poisoned and gets parked.
public final class GroupBench {

    private static final double EVENTS_PER_SECOND_GOAL = 50_000;
    private static final int DATA_BYTES = 300;
    private static final int POISONED = 0;
    private static final int CONCURRENCY = 256;
    private static final int LOOK_MILLIS = 5;
    private static final EventFilter FILTER = EventFilter.category(InterleavedLog.CATEGORY);

    private final Path directory;
    private final InterleavedLog filling;
    private final int members;
    private final Rounds rounds;
    private final Consumer<String> progress;

    /// @param directory has the store, or gets it
    /// @param events in all
    /// @param streams that they are spread over, 2 or more
    /// @param members of the group
    public GroupBench(
            Path directory,
            long events,
            int streams,
            int members,
            int rounds,
            Consumer<String> progress) {
        if (streams < 2 || events < streams || members < 1) {
            throw new IllegalArgumentException(
                    "there must be 2 streams or more, an event for each, and a member: %d, %d, %d"
                            .formatted(streams, events, members));
        }
        this.directory = directory;
        this.filling = new InterleavedLog(events, streams, DATA_BYTES);
        this.members = members;
        this.rounds = new Rounds(rounds, progress);
        this.progress = progress;
    }

    /// In this process.
    public Figure run() throws IOException, InterruptedException {
        PreparedStore.in(directory, filling, progress);
        return compare("embedded:" + directory, "group of %d members".formatted(members))
                .withGoal(Of.VALUE, EVENTS_PER_SECOND_GOAL);
    }

    /// The members here, the group and the store at a server.
    ///
    /// @param address of a server on the store that [#run] has prepared
    public Figure over(String address) throws IOException {
        return compare(address, "%d members of a server's group".formatted(members));
    }

    private Figure compare(String address, String name) throws IOException {
        try (EventStore store = EventStore.open(address);
                ConsumerGroups groups = ConsumerGroups.of(store)) {
            Compared both =
                    rounds.compare(name, () -> throughGroup(groups), () -> throughReader(store));
            return Figure.of(
                    name,
                    Unit.EVENTS_PER_SECOND,
                    both.found() / both.seconds(),
                    new Baseline("one reader", both.found() / both.baselineSeconds()));
        }
    }

    private static long throughReader(EventStore store) {
        try (EventCursor cursor = store.read(ReadLog.all().matching(FILTER))) {
            long count = 0;
            while (cursor.hasNext()) {
                if (InterleavedLog.number(cursor.next().stream()) != POISONED) {
                    count++;
                }
            }
            return count;
        }
    }

    /// @return how many events were finished
    private long throughGroup(ConsumerGroups groups) throws IOException {
        GroupName name = GroupName.of("bench-" + UUID.randomUUID());
        groups.create(name, GroupOptions.DEFAULT.withFilter(FILTER), Checkpoint.START);
        Work work = new Work(filling.streams());
        List<GroupConsumer> consumers = new ArrayList<>();
        try {
            for (int i = 0; i < members; i++) {
                consumers.add(
                        GroupConsumer.start(groups, name, "m" + i, CONCURRENCY, work::handle));
            }
            long wanted = filling.eventCount() - filling.eventCount() / filling.streams();
            while (work.finished.get() < wanted && work.failures.get() == 0) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            consumers.forEach(GroupConsumer::close);
        }
        check(groups.status(name), work);
        groups.delete(name);
        return work.finished.get();
    }

    private static void check(GroupStatus status, Work work) {
        if (work.failures.get() > 0) {
            throw new IllegalStateException(
                    "%d events came out of order".formatted(work.failures.get()));
        }
        if (status.parked().size() != 1) {
            throw new IllegalStateException("parked streams, 1 expected: " + status.parked());
        }
    }

    /// What members do.
    private static final class Work {

        final AtomicLong finished = new AtomicLong();
        final AtomicLong failures = new AtomicLong();
        private final AtomicIntegerArray next;

        Work(int streams) {
            next = new AtomicIntegerArray(streams);
        }

        Outcome handle(Delivery delivery) {
            int stream = InterleavedLog.number(delivery.event().stream());
            if (stream == POISONED) {
                return Outcome.park("poisoned");
            }
            int revision = Math.toIntExact(delivery.event().revision().value());
            if (!next.compareAndSet(stream, revision, revision + 1)) {
                failures.incrementAndGet();
            }
            finished.incrementAndGet();
            return Outcome.ACK;
        }
    }
}
