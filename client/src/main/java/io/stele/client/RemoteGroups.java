package io.stele.client;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.stele.groups.ConsumerGroups;
import io.stele.groups.GroupMovedException;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.GroupStatus;
import io.stele.groups.MemberExistsException;
import io.stele.groups.MemberListener;
import io.stele.groups.Membership;
import io.stele.groups.UnknownGroupException;
import io.stele.grpc.GroupMessages;
import io.stele.grpc.ProblemMessages;
import io.stele.grpc.v1.GroupsGrpc;
import io.stele.grpc.v1.GroupsGrpc.GroupsBlockingStub;
import io.stele.grpc.v1.WireGroups;
import io.stele.model.Checkpoint;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.protocol.ProblemKind;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The groups that a server runs.
///
/// What is asked is asked again when the connection breaks; a change that was made by the first time
/// already is no failure then.
final class RemoteGroups implements ConsumerGroups {

    private final Servers servers;
    private final String clientId = UUID.randomUUID().toString();
    private final Set<MemberKey> members = ConcurrentHashMap.newKeySet();
    private final Set<RemoteMembership> places = ConcurrentHashMap.newKeySet();

    record MemberKey(GroupName group, String member) {}

    RemoteGroups(Servers servers) {
        this.servers = servers;
    }

    private interface Call<T> {
        /// @param again whether what it changes may have been changed by an earlier try
        T ask(GroupsBlockingStub stub, boolean again);
    }

    private <T> T ask(GroupName name, Call<T> call) {
        int[] tries = {0};
        return servers.ask(connection -> {
            try {
                return call.ask(stub(connection), tries[0]++ > 0);
            } catch (StatusRuntimeException e) {
                RuntimeException known = known(e, name, "");
                throw known == null ? e : known;
            }
        });
    }

    private GroupsBlockingStub stub(ManagedChannel connection) {
        return GroupsGrpc.newBlockingStub(connection)
                .withDeadlineAfter(servers.options().answer().toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What the groups of this process would have thrown.
    ///
    /// @return null when it is not about groups
    static @Nullable RuntimeException known(Throwable failure, GroupName group, String member) {
        Optional<ProblemKind> kind = ProblemMessages.read(failure).flatMap(ProblemMessages::kind);
        return switch (kind.orElse(ProblemKind.INTERNAL)) {
            case GROUP_NOT_FOUND -> new UnknownGroupException(group);
            case MEMBER_EXISTS -> new MemberExistsException(group, member);
            case GROUP_MOVED -> new GroupMovedException(group);
            case STREAM_NOT_PARKED ->
                    new NoSuchElementException(
                            ProblemMessages.read(failure).orElseThrow().getDetail());
            default -> null;
        };
    }

    /// @param absent what the server answers when the change was made before
    private void change(
            GroupName name,
            Class<? extends RuntimeException> absent,
            Function<GroupsBlockingStub, ?> change) {
        boolean[] again = {false};
        try {
            var unused =
                    ask(
                            name,
                            (stub, isAgain) -> {
                                again[0] = isAgain;
                                return change.apply(stub);
                            });
        } catch (RuntimeException e) {
            if (!again[0] || !absent.isInstance(e)) {
                throw e;
            }
        }
    }

    @Override
    public boolean create(GroupName name, GroupOptions options, Checkpoint start) {
        var request =
                WireGroups.CreateGroupRequest.newBuilder()
                        .setGroup(name.value())
                        .setOptions(GroupMessages.write(options))
                        .setStart(GroupMessages.write(start))
                        .build();
        return ask(name, (stub, again) -> stub.createGroup(request).getCreated());
    }

    @Override
    public SortedSet<GroupName> list() {
        var request = WireGroups.ListGroupsRequest.getDefaultInstance();
        SortedSet<GroupName> names = new TreeSet<>();
        servers.ask(connection -> stub(connection).listGroups(request))
                .getGroupsList()
                .forEach(name -> names.add(GroupName.of(name)));
        return names;
    }

    @Override
    public GroupStatus status(GroupName name) {
        var request = WireGroups.GetGroupRequest.newBuilder().setGroup(name.value()).build();
        return ask(name, (stub, again) -> GroupMessages.read(stub.getGroup(request)));
    }

    @Override
    public void replay(GroupName name, StreamName stream) {
        var request =
                WireGroups.ReplayStreamRequest.newBuilder()
                        .setGroup(name.value())
                        .setStream(stream.value())
                        .build();
        change(name, NoSuchElementException.class, stub -> stub.replayStream(request));
    }

    @Override
    public void skip(GroupName name, StreamName stream, Revision at) {
        var request =
                WireGroups.SkipEventRequest.newBuilder()
                        .setGroup(name.value())
                        .setStream(stream.value())
                        .setRevision(at.value())
                        .build();
        change(name, NoSuchElementException.class, stub -> stub.skipEvent(request));
    }

    @Override
    public void reset(GroupName name, Checkpoint start) {
        var request =
                WireGroups.ResetGroupRequest.newBuilder()
                        .setGroup(name.value())
                        .setStart(GroupMessages.write(start))
                        .build();
        var unused = ask(name, (stub, again) -> stub.resetGroup(request));
    }

    @Override
    public void delete(GroupName name) {
        var request = WireGroups.DeleteGroupRequest.newBuilder().setGroup(name.value()).build();
        change(name, UnknownGroupException.class, stub -> stub.deleteGroup(request));
    }

    @Override
    public Membership join(GroupName name, String member, MemberListener listener) {
        MemberKey key = new MemberKey(name, GroupName.checkedMember(member));
        if (!members.add(key)) {
            throw new MemberExistsException(name, member);
        }
        try {
            RemoteMembership place =
                    servers.ask(connection -> {
                        RemoteMembership tried = new RemoteMembership(this, key, listener);
                        tried.join(servers, connection, clientId);
                        return tried;
                    });
            places.add(place);
            return place;
        } catch (RuntimeException e) {
            members.remove(key);
            throw e;
        }
    }

    void forget(RemoteMembership place) {
        members.remove(place.key());
        places.remove(place);
    }

    /// Lets the members leave.
    @Override
    public void close() {
        places.forEach(RemoteMembership::close);
    }
}
