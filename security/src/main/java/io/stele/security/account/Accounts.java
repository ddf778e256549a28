package io.stele.security.account;

import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.Subscription;
import io.stele.model.UnavailableException;
import io.stele.security.Access;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The users and keys of a store, kept up to date by following it. For any number of threads.
///
/// When an event makes no sense, its user or key is shut out, rather than left with what it had.
public final class Accounts implements AutoCloseable {

    private static final Logger LOG = System.getLogger("io.stele.security");
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EventStore store;
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private Checkpoint finished = Checkpoint.START;
    private volatile boolean closed;
    private final Thread thread;

    private Accounts(EventStore store) {
        this.store = store;
        this.thread = Thread.ofVirtual().name("stele-accounts").unstarted(this::follow);
    }

    /// Returns when it knows all that the store had at this moment. Does not close the store.
    ///
    /// @throws UnavailableException when that takes too long
    /// @throws io.stele.model.RejectedException when they may not be read: a store elsewhere would
    ///     otherwise look as if it had none
    public static Accounts of(EventStore store) {
        var unused = store.head(AccountEvents.userStream("anybody"));
        Accounts accounts = new Accounts(store);
        accounts.thread.start();
        try {
            accounts.await(store.head());
            return accounts;
        } catch (RuntimeException e) {
            accounts.close();
            throw e;
        }
    }

    EventStore store() {
        return store;
    }

    /// Deleted ones too.
    Optional<User> find(String name) {
        return Optional.ofNullable(users.get(name));
    }

    public Optional<User> user(String name) {
        return find(name).filter(User::exists);
    }

    boolean hasHadUsers() {
        return !users.isEmpty();
    }

    /// All there are, by name.
    public List<User> users() {
        return users.values().stream()
                .filter(User::exists)
                .sorted(java.util.Comparator.comparing(User::name))
                .toList();
    }

    public Optional<ApiKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /// All there are and were, by name.
    public List<ApiKey> keys() {
        return keys.values().stream()
                .sorted(java.util.Comparator.comparing(ApiKey::name).thenComparing(ApiKey::id))
                .toList();
    }

    /// Waits until the event at `position` counts here.
    void await(Position position) {
        await(Checkpoint.after(position));
    }

    private void await(Checkpoint checkpoint) {
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            while (finished.compareTo(checkpoint) < 0) {
                if (left <= 0 || closed) {
                    throw new UnavailableException("users and keys are not read yet");
                }
                left = moved.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while users and keys are read");
        } finally {
            lock.unlock();
        }
    }

    private void follow() {
        EventFilter filter = EventFilter.matching(AccountEvents.ALL);
        while (!closed) {
            try (Subscription subscription = store.subscribe(finished, filter)) {
                while (!closed) {
                    subscription.poll(LOOK).ifPresent(this::take);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.log(Level.WARNING, "users and keys cannot be followed; trying again", e);
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void take(Subscription.Message message) {
        switch (message) {
            case Subscription.Message.Event(RecordedEvent event) -> {
                apply(event);
                finish(Checkpoint.after(event.position()));
            }
            case Subscription.Message.CaughtUp(Checkpoint at) -> finish(at);
            case Subscription.Message.Progress(Checkpoint at) -> finish(at);
        }
    }

    private void apply(RecordedEvent event) {
        String name = event.stream().id();
        try {
            if (AccountEvents.isOfUser(event)) {
                users.compute(
                        name, (n, user) -> AccountEvents.evolve(Optional.ofNullable(user), event));
            } else if (AccountEvents.isOfKey(event)) {
                keys.compute(
                        name, (n, key) -> AccountEvents.evolveKey(Optional.ofNullable(key), event));
            }
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "%s is shut out: the event at position %s makes no sense (%s)"
                            .formatted(event.stream(), event.position(), e.getClass().getName()));
            shutOut(event, name);
        }
    }

    private void shutOut(RecordedEvent event, String name) {
        Revision at = event.revision();
        if (AccountEvents.isOfUser(event)) {
            users.put(name, new User(name, "broken", Access.NONE, User.Status.DISABLED, at));
        } else {
            keys.put(name, new ApiKey(name, "broken", "", Access.NONE, Optional.empty(), true, at));
        }
    }

    private void finish(Checkpoint at) {
        lock.lock();
        try {
            finished = at;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
