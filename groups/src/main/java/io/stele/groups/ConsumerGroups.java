package io.stele.groups;

import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// The consumer groups of a store. One process runs a group at a time: the one that its members join
/// in, which for a server is the server. For any number of threads; calls block while the store works.
public final class ConsumerGroups implements AutoCloseable {

    private static final int WRITE_ATTEMPTS_MAX = 10;
    private static final String PREFIX = GroupName.CATEGORY + "-";

    private final EventStore store;
    private final Clock clock;
    private final Map<GroupName, GroupHost> hosts = new HashMap<>();

    /// @param store stays open when this is closed
    public ConsumerGroups(EventStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Makes a group that reads from `start` on.
    ///
    /// @return false when there is one already, which stays as it is
    public synchronized boolean create(
            GroupName name, GroupOptions options, Checkpoint start, String actor) {
        GroupLog log = GroupLog.read(store, name);
        if (log.memory().isPresent()) {
            return false;
        }
        log.write(actor, List.of(new GroupEvent.GroupCreated(options, start)));
        return true;
    }

    /// The groups there are, in order.
    public SortedSet<GroupName> list() {
        SortedSet<GroupName> names = new TreeSet<>();
        EventFilter filter = EventFilter.category(GroupName.CATEGORY);
        try (EventCursor cursor = store.read(ReadLog.all().matching(filter))) {
            while (cursor.hasNext()) {
                RecordedEvent event = cursor.next();
                GroupName name = GroupName.of(event.stream().value().substring(PREFIX.length()));
                switch (event.type()) {
                    case "GroupCreated" -> names.add(name);
                    case "GroupDeleted" -> names.remove(name);
                    default -> {}
                }
            }
        }
        return names;
    }

    /// Begins to work for a group; the member gets events once it says how many it wants
    /// ([Membership#credit]).
    ///
    /// @param member its name, of which the group has one at a time
    /// @throws UnknownGroupException when there is no such group
    /// @throws IllegalStateException when the group has a member of that name
    public Membership join(GroupName name, String member, MemberListener listener) {
        GroupHost host = host(name);
        if (!get(host.join(member, listener))) {
            throw new IllegalStateException(
                    "group %s has a member \"%s\" already".formatted(name, member));
        }
        return new Membership(host, member);
    }

    private synchronized GroupHost host(GroupName name) {
        GroupHost running = hosts.get(name);
        if (running != null) {
            return running;
        }
        GroupLog log = GroupLog.read(store, name);
        GroupMemory memory = log.memory().orElseThrow(() -> new UnknownGroupException(name));
        GroupHost[] made = new GroupHost[1];
        made[0] = new GroupHost(store, name, log, memory, clock, () -> forget(name, made));
        hosts.put(name, made[0]);
        return made[0];
    }

    private synchronized void forget(GroupName name, GroupHost[] host) {
        hosts.remove(name, host[0]);
    }

    /// How a group stands.
    ///
    /// @throws UnknownGroupException when there is no such group
    public GroupStatus status(GroupName name) {
        long head = store.head().next();
        GroupHost host;
        synchronized (this) {
            host = hosts.get(name);
        }
        if (host == null) {
            GroupMemory memory =
                    GroupLog.read(store, name)
                            .memory()
                            .orElseThrow(() -> new UnknownGroupException(name));
            return new GroupStatus(name, memory.options(), memory.state(), head, 0, List.of());
        }
        List<String> members = get(host.members());
        return get(
                host.ask(group ->
                        new GroupStatus(
                                name,
                                host.options(),
                                group.state(),
                                head,
                                group.inFlight(),
                                members)));
    }

    /// Tries a parked stream again, from the event it was parked at.
    ///
    /// @throws UnknownGroupException when there is no such group
    /// @throws NoSuchElementException when the stream is not parked
    public void replay(GroupName name, StreamName stream) {
        change(name, stream, group -> group.replay(stream));
    }

    /// Gives up the event that a stream is parked at, and goes on behind it.
    ///
    /// @throws UnknownGroupException when there is no such group
    /// @throws NoSuchElementException when the stream is not parked
    public void skip(GroupName name, StreamName stream) {
        change(name, stream, group -> group.skip(stream));
    }

    private void change(GroupName name, StreamName stream, Function<Group, Boolean> change) {
        if (!get(host(name).ask(change))) {
            throw new NoSuchElementException(
                    "group %s has no parked stream %s".formatted(name, stream));
        }
    }

    /// Lets a group begin anew elsewhere; what it had not finished is forgotten. Its members are told
    /// that it ended, and join again.
    public void reset(GroupName name, Checkpoint start, String actor) {
        write(name, new GroupEvent.GroupReset(start), actor);
    }

    /// Its members are told that it ended.
    ///
    /// @throws UnknownGroupException when there is no such group
    public void delete(GroupName name, String actor) {
        write(name, new GroupEvent.GroupDeleted(), actor);
    }

    private void write(GroupName name, GroupEvent event, String actor) {
        GroupHost host;
        synchronized (this) {
            host = hosts.get(name);
        }
        if (host != null) {
            host.close();
        }
        for (int attempt = 1; ; attempt++) {
            GroupLog log = GroupLog.read(store, name);
            if (log.memory().isEmpty()) {
                throw new UnknownGroupException(name);
            }
            try {
                log.write(actor, List.of(event));
                return;
            } catch (GroupMovedException e) { // it runs elsewhere, and wrote in between
                if (attempt == WRITE_ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    private static <T> T get(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /// Writes down how far each group is, and ends them. The store stays open.
    @Override
    public void close() {
        List<GroupHost> running;
        synchronized (this) {
            running = List.copyOf(hosts.values());
        }
        running.forEach(GroupHost::close);
    }
}
