package io.stele.server;

import io.stele.groups.GroupName;
import io.stele.groups.MemberExistsException;
import io.stele.server.groups.SecuredGroups;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The members that come by requests, each for as long as its lease lasts. For any number of threads.
final class LeasedMembers {

    private record Key(GroupName group, String member) {}

    private final Map<Key, LeasedMember> members = new HashMap<>();

    /// The member of that name, with one request more at hand; joins when there is none.
    ///
    /// @throws MemberExistsException when it is somebody else's
    LeasedMember attach(SecuredGroups groups, GroupName group, String name, String principal) {
        synchronized (this) {
            LeasedMember known = living(group, name);
            if (known != null) {
                if (!known.isOf(principal)) {
                    throw new MemberExistsException(group, name);
                }
                known.attached++;
                return known;
            }
        }
        LeasedMember made =
                new LeasedMember(
                        group, name, principal, groups.status(group).options().ackTimeout());
        made.joined(groups.join(group, name, made));
        synchronized (this) {
            made.attached++;
            members.put(new Key(group, name), made);
        }
        return made;
    }

    private @Nullable LeasedMember living(GroupName group, String name) {
        LeasedMember known = members.get(new Key(group, name));
        if (known != null && known.end().isPresent()) {
            members.remove(new Key(group, name));
            return null;
        }
        return known;
    }

    /// A request is over; the member stays for `lease` without another one.
    synchronized void detach(LeasedMember member, Duration lease) {
        member.attached--;
        member.leaseEndNanos = System.nanoTime() + lease.toNanos();
    }

    /// The member of that name, whose lease goes on for as long again; empty when there is none, or it
    /// is somebody else's.
    synchronized Optional<LeasedMember> of(GroupName group, String name, String principal) {
        return Optional.ofNullable(members.get(new Key(group, name)))
                .filter(known -> known.isOf(principal));
    }

    void leave(LeasedMember member) {
        synchronized (this) {
            members.remove(new Key(member.group(), member.name()), member);
        }
        member.leave();
    }

    /// Lets go of those whose lease is over.
    void sweep() {
        List<LeasedMember> over;
        synchronized (this) {
            long now = System.nanoTime();
            over =
                    members.values().stream()
                            .filter(each -> each.attached == 0)
                            .filter(each -> now - each.leaseEndNanos > 0 || each.end().isPresent())
                            .toList();
        }
        over.forEach(this::leave);
    }
}
