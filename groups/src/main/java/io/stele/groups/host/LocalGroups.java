package io.stele.groups.host;

import io.stele.groups.ConsumerGroups;
import io.stele.groups.GroupCounts;
import io.stele.groups.GroupMember;
import io.stele.groups.GroupMovedException;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.GroupStatus;
import io.stele.groups.HeldStream;
import io.stele.groups.MemberExistsException;
import io.stele.groups.MemberListener;
import io.stele.groups.Membership;
import io.stele.groups.UnknownGroupException;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.model.UnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// The consumer groups of a store, run by this process. One process runs a group at a time: the one
/// that its members join in, which for a server is the server.
public final class LocalGroups implements AutoCloseable {

    private static final int WRITE_ATTEMPTS_MAX = 10;
    private static final String PREFIX = GroupName.CATEGORY + "-";
    private static final String CREATED = "$GroupCreated";
    private static final String DELETED = "$GroupDeleted";
    private static final Query COME_AND_GO =
            Query.anyOf(new QueryItem(Set.of(CREATED, DELETED), Set.of()));

    private final EventStore store;
    private final Clock clock;
    private final Map<GroupName, GroupHost> hosts = new HashMap<>();

    /// @param store stays open when this is closed
    public LocalGroups(EventStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// The groups as somebody uses them.
    ///
    /// @param actor in whose name changes are written down; what members do is not
    /// @return closes all of this when it is closed
    public ConsumerGroups by(String actor) {
        return by(actor, this::close);
    }

    ConsumerGroups by(String actor, Runnable closing) {
        return new ActorGroups(this, actor, closing);
    }

    /// Says what somebody changes in their name.
    private record ActorGroups(LocalGroups groups, String actor, Runnable closing)
            implements ConsumerGroups {

        @Override
        public boolean create(GroupName name, GroupOptions options, Checkpoint start) {
            return groups.create(name, options, start, actor);
        }

        @Override
        public SortedSet<GroupName> list() {
            return groups.list();
        }

        @Override
        public GroupStatus status(GroupName name) {
            return groups.status(name);
        }

        @Override
        public Membership join(GroupName name, String member, MemberListener listener) {
            return groups.join(name, member, listener);
        }

        @Override
        public void replay(GroupName name, StreamName stream) {
            groups.change(name, stream, actor, group -> group.replay(stream));
        }

        @Override
        public void skip(GroupName name, StreamName stream, Revision at) {
            groups.change(name, stream, actor, group -> group.skip(stream, at));
        }

        @Override
        public void reset(GroupName name, Checkpoint start) {
            groups.write(name, new GroupEvent.GroupReset(start), actor);
        }

        @Override
        public void delete(GroupName name) {
            groups.write(name, new GroupEvent.GroupDeleted(), actor);
        }

        @Override
        public void close() {
            closing.run();
        }
    }

    private synchronized boolean create(
            GroupName name, GroupOptions options, Checkpoint start, String actor) {
        GroupLog log = GroupLog.read(store, name);
        if (log.memory().isPresent()) {
            return false;
        }
        log.write(actor, List.of(new GroupEvent.GroupCreated(options, start)));
        return true;
    }

    private SortedSet<GroupName> list() {
        SortedSet<GroupName> names = new TreeSet<>();
        EventFilter filter = EventFilter.category(GroupName.CATEGORY).withQuery(COME_AND_GO);
        try (EventCursor cursor = store.read(ReadLog.all().matching(filter))) {
            while (cursor.hasNext()) {
                RecordedEvent event = cursor.next();
                GroupName name = GroupName.of(event.stream().value().substring(PREFIX.length()));
                switch (event.type()) {
                    case CREATED -> names.add(name);
                    case DELETED -> names.remove(name);
                    default -> {}
                }
            }
        }
        return names;
    }

    private Membership join(GroupName name, String member, MemberListener listener) {
        GroupHost host = host(name);
        if (!get(host.join(GroupName.checkedMember(member), listener))) {
            throw new MemberExistsException(name, member);
        }
        return new LocalMembership(host, member, listener);
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

    private GroupStatus status(GroupName name) {
        Look look = running(name).orElseGet(() -> atRest(name));
        GroupState state = look.state();
        List<HeldStream> held =
                state.held().values().stream()
                        .sorted(Comparator.comparing(each -> each.stream().value()))
                        .toList();
        return new GroupStatus(
                name,
                look.options(),
                state.checkpoint(),
                state.readTo(),
                store.head(),
                waitingSince(state.checkpoint(), look.options().filter()),
                look.members(),
                held,
                look.counts());
    }

    private record Look(
            GroupOptions options,
            GroupState state,
            List<GroupMember> members,
            GroupCounts counts) {}

    /// Empty when it does not run here, or ends at this moment.
    private Optional<Look> running(GroupName name) {
        GroupHost host;
        synchronized (this) {
            host = hosts.get(name);
        }
        if (host == null) {
            return Optional.empty();
        }
        GroupOptions options = host.options();
        try {
            return Optional.of(
                    get(
                            host.ask(group ->
                                    new Look(
                                            options,
                                            group.state(),
                                            group.members(),
                                            group.counts()))));
        } catch (UnavailableException | GroupMovedException e) {
            return Optional.empty();
        }
    }

    private Look atRest(GroupName name) {
        GroupMemory memory =
                GroupLog.read(store, name)
                        .memory()
                        .orElseThrow(() -> new UnknownGroupException(name));
        return new Look(memory.options(), memory.state(), List.of(), GroupCounts.NONE);
    }

    private Optional<Instant> waitingSince(Checkpoint checkpoint, EventFilter filter) {
        ReadLog first = ReadLog.all().from(checkpoint).matching(filter).limit(1);
        try (EventCursor cursor = store.read(first)) {
            return cursor.hasNext() ? Optional.of(cursor.next().recordedAt()) : Optional.empty();
        }
    }

    private void change(
            GroupName name, StreamName stream, String actor, Function<Group, Boolean> change) {
        if (!get(host(name).change(actor, change))) {
            throw ConsumerGroups.notParked(name, stream);
        }
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
