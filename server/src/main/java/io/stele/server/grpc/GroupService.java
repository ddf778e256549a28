package io.stele.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.grpc.GroupMessages;
import io.stele.grpc.v1.GroupsGrpc;
import io.stele.grpc.v1.WireGroups;
import io.stele.model.Checkpoint;
import io.stele.model.EventStore;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.server.groups.GroupProblems;
import io.stele.server.groups.HostedGroups;
import io.stele.server.groups.SecuredGroups;
import java.util.function.Function;

/// `stele.v1.Groups` in front of the groups that this server runs.
final class GroupService extends GroupsGrpc.GroupsImplBase {

    private final HostedGroups groups;
    private final EventStore store;
    private final Calls calls;

    GroupService(HostedGroups groups, EventStore store, Calls calls) {
        this.groups = groups;
        this.store = store;
        this.calls = calls;
    }

    /// Answers with what the groups, as the caller at hand may use them, give.
    private <M> void answer(StreamObserver<M> client, Function<SecuredGroups, M> work) {
        SecuredGroups view = groups.of(CallGate.caller());
        calls.answer(client, () -> GroupProblems.asking(() -> work.apply(view)));
    }

    private static GroupName name(String group) {
        return Calls.understand(group, GroupName::of);
    }

    private static StreamName stream(String stream) {
        return Calls.understand(stream, StreamName::of);
    }

    private Checkpoint start(WireGroups.GroupStart start) {
        return Calls.understand(start, it -> GroupMessages.read(it, store::head));
    }

    @Override
    public void createGroup(
            WireGroups.CreateGroupRequest request,
            StreamObserver<WireGroups.CreateGroupResponse> client) {
        answer(
                client,
                view -> {
                    GroupOptions options =
                            Calls.understand(request.getOptions(), GroupMessages::read);
                    return WireGroups.CreateGroupResponse.newBuilder()
                            .setCreated(
                                    view.create(
                                            name(request.getGroup()),
                                            options,
                                            start(request.getStart())))
                            .build();
                });
    }

    @Override
    public void listGroups(
            WireGroups.ListGroupsRequest request,
            StreamObserver<WireGroups.ListGroupsResponse> client) {
        answer(
                client,
                view ->
                        WireGroups.ListGroupsResponse.newBuilder()
                                .addAllGroups(view.list().stream().map(GroupName::value).toList())
                                .build());
    }

    @Override
    public void getGroup(
            WireGroups.GetGroupRequest request,
            StreamObserver<WireGroups.GetGroupResponse> client) {
        answer(client, view -> GroupMessages.write(view.status(name(request.getGroup()))));
    }

    @Override
    public void deleteGroup(
            WireGroups.DeleteGroupRequest request,
            StreamObserver<WireGroups.DeleteGroupResponse> client) {
        answer(
                client,
                view -> {
                    view.delete(name(request.getGroup()));
                    return WireGroups.DeleteGroupResponse.getDefaultInstance();
                });
    }

    @Override
    public void resetGroup(
            WireGroups.ResetGroupRequest request,
            StreamObserver<WireGroups.ResetGroupResponse> client) {
        answer(
                client,
                view -> {
                    view.reset(name(request.getGroup()), start(request.getStart()));
                    return WireGroups.ResetGroupResponse.getDefaultInstance();
                });
    }

    @Override
    public void replayStream(
            WireGroups.ReplayStreamRequest request,
            StreamObserver<WireGroups.ReplayStreamResponse> client) {
        answer(
                client,
                view -> {
                    view.replay(name(request.getGroup()), stream(request.getStream()));
                    return WireGroups.ReplayStreamResponse.getDefaultInstance();
                });
    }

    @Override
    public void skipEvent(
            WireGroups.SkipEventRequest request,
            StreamObserver<WireGroups.SkipEventResponse> client) {
        answer(
                client,
                view -> {
                    GroupName group = name(request.getGroup());
                    StreamName stream = stream(request.getStream());
                    if (request.hasRevision()) {
                        view.skip(
                                group,
                                stream,
                                Calls.understand(request.getRevision(), Revision::of));
                    } else {
                        view.skip(group, stream);
                    }
                    return WireGroups.SkipEventResponse.getDefaultInstance();
                });
    }

    @Override
    public StreamObserver<WireGroups.WorkRequest> work(
            StreamObserver<WireGroups.WorkResponse> client) {
        return new WorkCall(
                groups.of(CallGate.caller()),
                calls,
                (ServerCallStreamObserver<WireGroups.WorkResponse>) client);
    }
}
