package io.stele.groups;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Works for a group by asking for one event after the other.
///
/// ```java
/// try (GroupReader reader = GroupReader.join(groups, name, "worker-1", 16)) {
///     while (true) {
///         Optional<Delivery> next = reader.poll(Duration.ofSeconds(1));
///         ...
///         reader.finish(next.get(), Outcome.ACK);
///     }
/// }
/// ```
/// For any number of threads.
public final class GroupReader implements AutoCloseable {

    private final BlockingQueue<Delivery> waiting = new LinkedBlockingQueue<>();
    private volatile @Nullable RuntimeException end;
    private final Membership membership;

    private GroupReader(ConsumerGroups groups, GroupName name, String member) {
        membership =
                groups.join(
                        name,
                        member,
                        new MemberListener() {
                            @Override
                            public void deliver(Delivery delivery) {
                                waiting.add(delivery);
                            }

                            @Override
                            public void ended(RuntimeException why) {
                                end = why;
                            }
                        });
    }

    /// @param ahead how many events it is given before the first of them is finished, 1 or more; each
    ///     has to be finished within the group's time from when it was given, waiting included
    /// @throws UnknownGroupException when there is no such group
    /// @throws MemberExistsException when the group has a member of that name
    public static GroupReader join(
            ConsumerGroups groups, GroupName name, String member, int ahead) {
        if (ahead < 1) {
            throw new IllegalArgumentException("ahead must be 1 or more: " + ahead);
        }
        GroupReader reader = new GroupReader(groups, name, member);
        reader.membership.credit(ahead);
        return reader;
    }

    /// The next event, waiting for it at most `timeout`.
    ///
    /// @return empty when none came in time
    /// @throws RuntimeException when the member no longer is one: see [MemberListener#ended]. Join
    ///     again
    public Optional<Delivery> poll(Duration timeout) throws InterruptedException {
        long latest = System.nanoTime() + timeout.toNanos();
        while (true) {
            RuntimeException why = end;
            if (why != null) {
                throw why;
            }
            long left = Math.min(latest - System.nanoTime(), LOOK_NANOS);
            Delivery next = waiting.poll(left, TimeUnit.NANOSECONDS);
            if (next != null || left < LOOK_NANOS) {
                return Optional.ofNullable(next);
            }
        }
    }

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /// Says what became of an event, and waits until the group knows.
    ///
    /// @return whether it was still the member's business; false when it took too long, and the event
    ///     comes again
    public boolean finish(Delivery delivery, Outcome outcome) {
        try {
            return membership.finish(delivery.id(), outcome).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : e;
        }
    }

    /// Leaves; what was not finished goes to others.
    @Override
    public void close() {
        membership.close();
    }
}
