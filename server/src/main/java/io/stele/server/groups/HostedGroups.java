package io.stele.server.groups;

import io.stele.groups.ConsumerGroups;
import io.stele.groups.GroupName;
import io.stele.groups.host.SharedGroups;
import io.stele.model.Append;
import io.stele.model.EventStore;
import io.stele.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The groups that a server runs, and those who work for them, whatever protocol they came by. For
/// any number of threads.
public final class HostedGroups implements AutoCloseable {

    /// How often to look whether members may still be members.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final EventStore store;
    private final SharedGroups shared;
    private final ConsumerGroups groups;
    private final Set<WatchedMember> members = ConcurrentHashMap.newKeySet();
    private final Map<MemberKey, WatchedMember> clients = new ConcurrentHashMap<>();
    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
    private @Nullable Thread watch;
    private boolean closed;

    /// Which member of which group.
    record MemberKey(GroupName group, String member) {}

    /// @param store stays open; close this before
    public HostedGroups(EventStore store) {
        this.store = store;
        this.shared = SharedGroups.of(store);
        this.groups = shared.by(Append.ANONYMOUS);
    }

    /// The groups as a principal may use them.
    public SecuredGroups of(Principal principal) {
        return new SecuredGroups(this, store, shared.by(principal.name()), principal);
    }

    /// All of them, for those who only count.
    ConsumerGroups all() {
        return groups;
    }

    /// Looks after a member until it is no longer one.
    ///
    /// @param client of what process it is; empty when it does not say
    void watch(WatchedMember member, Optional<String> client) {
        members.add(member);
        client.ifPresent(it -> clients.put(member.key(), member));
        begin();
    }

    void forget(WatchedMember member) {
        members.remove(member);
        clients.remove(member.key(), member);
    }

    /// The member that an earlier connection of the same client has left behind makes room.
    void replace(MemberKey key, Principal principal, String client) {
        WatchedMember before = clients.get(key);
        if (before != null && before.isOf(principal, client)) {
            before.replaced();
        }
    }

    /// Runs something about once a second.
    public void eachSecond(Runnable task) {
        watchers.add(task);
        begin();
    }

    private synchronized void begin() {
        if (watch == null && !closed) {
            watch = Thread.ofVirtual().name("stele-group-watch").start(this::run);
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                members.forEach(WatchedMember::check);
                watchers.forEach(Runnable::run);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /// Writes down how far each group is, and tells the members that it ended.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (watch != null) {
                watch.interrupt();
            }
        }
        shared.close();
    }
}
