package io.stele.server.groups;

import io.stele.groups.ConsumerGroups;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.GroupStatus;
import io.stele.groups.HeldStream;
import io.stele.groups.MemberListener;
import io.stele.groups.Membership;
import io.stele.groups.UnknownGroupException;
import io.stele.groups.host.WaitingEvents;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.RecordedEvent;
import io.stele.model.RejectedException;
import io.stele.model.RejectedException.Reason;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.security.Access;
import io.stele.security.Principal;
import io.stele.security.Right;
import io.stele.security.SecuredEventStore;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The groups as one principal may use them: a group takes the right to every event that its filter
/// can let pass, to read for looking at it, and to consume for everything else. To anybody else it
/// is as if it were not there.
public final class SecuredGroups implements ConsumerGroups {

    private final HostedGroups hosted;
    private final EventStore store;
    private final ConsumerGroups groups;
    private final Principal principal;

    /// @param groups in the principal's name; not closed here
    SecuredGroups(
            HostedGroups hosted, EventStore store, ConsumerGroups groups, Principal principal) {
        this.hosted = hosted;
        this.store = store;
        this.groups = groups;
        this.principal = principal;
    }

    /// @throws RejectedException when the filter lets more pass than may be consumed
    @Override
    public boolean create(GroupName name, GroupOptions options, Checkpoint start) {
        if (!may(Right.CONSUME, options.filter())) {
            throw new RejectedException(
                    Reason.FORBIDDEN,
                    """
                    %s may not consume all that this group would read: give it a filter, such as \
                    the prefix account- for consume:account-*\
                    """
                            .formatted(principal.name()));
        }
        return groups.create(name, options, start);
    }

    /// Those that may be looked at.
    @Override
    public SortedSet<GroupName> list() {
        SortedSet<GroupName> names = new TreeSet<>();
        for (GroupName name : groups.list()) {
            try {
                var _ = status(name);
                names.add(name);
            } catch (UnknownGroupException e) {
                // not for this principal, or gone meanwhile
            }
        }
        return names;
    }

    @Override
    public GroupStatus status(GroupName name) {
        return required(Right.READ, name);
    }

    @Override
    public Membership join(GroupName name, String member, MemberListener listener) {
        return join(name, member, Optional.empty(), listener);
    }

    /// @param client a name that only this client knows: takes the place of a member of the same name
    ///     and client
    public Membership join(
            GroupName name, String member, Optional<String> client, MemberListener listener) {
        EventFilter filter = required(Right.CONSUME, name).options().filter();
        HostedGroups.MemberKey key = new HostedGroups.MemberKey(name, member);
        client.ifPresent(it -> hosted.replace(key, principal, it));
        WatchedMember watched = new WatchedMember(hosted, key, principal, filter, client, listener);
        watched.joined(groups.join(name, member, watched));
        return watched;
    }

    @Override
    public void replay(GroupName name, StreamName stream) {
        var _ = required(Right.CONSUME, name);
        groups.replay(name, stream);
    }

    @Override
    public void skip(GroupName name, StreamName stream, Revision at) {
        var _ = required(Right.CONSUME, name);
        groups.skip(name, stream, at);
    }

    @Override
    public void reset(GroupName name, Checkpoint start) {
        var _ = required(Right.CONSUME, name);
        groups.reset(name, start);
    }

    @Override
    public void delete(GroupName name) {
        var _ = required(Right.CONSUME, name);
        groups.delete(name);
    }

    /// The first events that wait in a held stream.
    public List<RecordedEvent> waiting(GroupStatus group, HeldStream held, int limit) {
        return WaitingEvents.of(
                SecuredEventStore.of(store, principal), group.options(), held, limit);
    }

    private GroupStatus required(Right right, GroupName name) {
        GroupStatus status = groups.status(name);
        if (!may(right, status.options().filter())) {
            throw new UnknownGroupException(name);
        }
        return status;
    }

    private boolean may(Right right, EventFilter filter) {
        Access access = principal.access();
        return right == Right.CONSUME ? access.mayConsumeAll(filter) : access.mayReadAll(filter);
    }

    /// Of no effect: the server's groups go on.
    @Override
    public void close() {}
}
