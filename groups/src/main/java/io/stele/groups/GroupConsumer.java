package io.stele.groups;

import io.stele.model.UnavailableException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Works for a group: gives each event to a handler, and the group its outcome. Joins again by itself
/// when the group moved or the store was away.
///
/// ```java
/// try (GroupConsumer consumer =
///         GroupConsumer.start(groups, GroupName.of("notifications"), 16, delivery -> {
///             mail(delivery.event());
///             return Outcome.ACK;
///         })) {
///     consumer.awaitEnd();
/// }
/// ```
public final class GroupConsumer implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final ConsumerGroups groups;
    private final GroupName name;
    private final String member;
    private final int concurrency;
    private final GroupHandler handler;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Set<Thread> working = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean closing;

    private GroupConsumer(
            ConsumerGroups groups,
            GroupName name,
            String member,
            int concurrency,
            GroupHandler handler) {
        this.groups = groups;
        this.name = name;
        this.member = member;
        this.concurrency = concurrency;
        this.handler = handler;
        this.thread = Thread.ofVirtual().name("stele-consumer-" + name).unstarted(this::run);
    }

    /// As [#start(ConsumerGroups, GroupName, String, int, GroupHandler)], under a name of its own.
    public static GroupConsumer start(
            ConsumerGroups groups, GroupName name, int concurrency, GroupHandler handler) {
        String member = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        return start(groups, name, member, concurrency, handler);
    }

    /// @param groups stay open when this is closed
    /// @param member its name in the group, which no other member has
    /// @param concurrency how many events the handler gets at once at most, 1 or more
    public static GroupConsumer start(
            ConsumerGroups groups,
            GroupName name,
            String member,
            int concurrency,
            GroupHandler handler) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be 1 or more: " + concurrency);
        }
        Objects.requireNonNull(handler, "handler");
        GroupConsumer consumer = new GroupConsumer(groups, name, member, concurrency, handler);
        consumer.thread.start();
        return consumer;
    }

    /// Waits until it is closed.
    ///
    /// @throws UnknownGroupException when there is no such group, or no longer
    /// @throws RuntimeException when the store cannot go on
    public void awaitEnd() throws InterruptedException {
        try {
            end.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException why
                    ? why
                    : new IllegalStateException(e.getCause());
        }
    }

    /// Whether it works, or waits for the store to come back.
    public boolean isRunning() {
        return !end.isDone();
    }

    private void run() {
        try {
            while (!closing) {
                takePart();
            }
            end.complete(null);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        } catch (InterruptedException e) {
            end.complete(null); // closed
        }
    }

    /// Until the group ends or this does.
    private void takePart() throws InterruptedException {
        Turn turn = new Turn();
        try (Membership membership = groups.join(name, member, turn)) {
            turn.membership.complete(membership);
            membership.credit(concurrency);
            try {
                turn.awaitEnd();
            } catch (InterruptedException e) {
                membership.credit(0);
                awaitHandlers();
                throw e;
            }
        } catch (UnavailableException | GroupMovedException | MemberExistsException e) {
            Thread.sleep(PAUSE);
        }
    }

    private void awaitHandlers() throws InterruptedException {
        long latest = System.nanoTime() + DRAIN.toNanos();
        for (Thread each : working) {
            long left = latest - System.nanoTime();
            if (left <= 0 || !each.join(Duration.ofNanos(left))) {
                each.interrupt();
            }
        }
    }

    /// One time as a member.
    private final class Turn implements MemberListener {

        private final CompletableFuture<Membership> membership = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        @Override
        public void deliver(Delivery delivery) {
            Thread worker =
                    Thread.ofVirtual()
                            .name("stele-handler-" + name)
                            .unstarted(() -> work(delivery));
            working.add(worker);
            worker.start();
        }

        private void work(Delivery delivery) {
            try {
                Outcome outcome = outcome(delivery);
                if (outcome != null) {
                    var unused = membership.join().finish(delivery.id(), outcome);
                }
            } finally {
                working.remove(Thread.currentThread());
            }
        }

        /// @return null when the member went away meanwhile, and its group knows that itself
        private @Nullable Outcome outcome(Delivery delivery) {
            try {
                return handler.handle(delivery);
            } catch (InterruptedException e) {
                return null;
            } catch (Exception e) {
                String why = e.getMessage();
                return Outcome.retry(why == null ? e.getClass().getName() : why);
            }
        }

        @Override
        public void ended(RuntimeException why) {
            ended.completeExceptionally(why);
        }

        void awaitEnd() throws InterruptedException {
            try {
                ended.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException why
                        ? why
                        : new IllegalStateException(e.getCause());
            }
        }
    }

    /// Takes no more events, waits up to 10 seconds for the handlers, and leaves the group.
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            end.handle((nothing, why) -> why).get(2 * DRAIN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger("io.stele.groups")
                    .log(System.Logger.Level.WARNING, "a consumer of " + name + " does not end", e);
        }
    }
}
