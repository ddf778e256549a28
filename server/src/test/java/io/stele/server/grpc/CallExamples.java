package io.stele.server.grpc;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.stele.grpc.ProblemMessages;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.GroupsGrpc;
import io.stele.grpc.v1.SnapshotsGrpc;
import io.stele.grpc.v1.Wire;
import io.stele.grpc.v1.WireGroups;
import io.stele.grpc.v1.WireSnapshots;
import io.stele.security.Right;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How each method of gRPC is called.
final class CallExamples {

    /// @param onStream the rights that the call takes on `account-1`
    record Example(MethodDescriptor<?, ?> method, Message request, List<Right> onStream) {

        @SuppressWarnings("unchecked")
        Status.Code call(Channel channel, CallOptions options) {
            MethodDescriptor<Message, Message> any = (MethodDescriptor<Message, Message>) method;
            CompletableFuture<Status.Code> first = new CompletableFuture<>();
            StreamObserver<Message> answers = new First(first);
            switch (method.getType()) {
                case UNARY ->
                        ClientCalls.asyncUnaryCall(channel.newCall(any, options), request, answers);
                case SERVER_STREAMING ->
                        ClientCalls.asyncServerStreamingCall(
                                channel.newCall(any, options), request, answers);
                default -> {
                    StreamObserver<Message> requests =
                            ClientCalls.asyncBidiStreamingCall(
                                    channel.newCall(any, options), answers);
                    requests.onNext(request);
                    requests.onCompleted();
                }
            }
            return first.join();
        }
    }

    private record First(CompletableFuture<Status.Code> code) implements StreamObserver<Message> {

        @Override
        public void onNext(Message answer) {
            code.complete(
                    answer instanceof Wire.AppendStreamResponse appended
                            ? code(appended.getAnswers(0))
                            : Status.Code.OK);
        }

        private static Status.Code code(Wire.NumberedAnswer answer) {
            return answer.hasProblem()
                    ? ProblemMessages.code(ProblemMessages.kind(answer.getProblem()).orElseThrow())
                    : Status.Code.OK;
        }

        @Override
        public void onError(Throwable failure) {
            code.complete(((StatusRuntimeException) failure).getStatus().getCode());
        }

        @Override
        public void onCompleted() {
            code.complete(Status.Code.OK);
        }
    }

    private static final Wire.AppendRequest APPEND =
            Wire.AppendRequest.newBuilder()
                    .addStreams(
                            Wire.StreamAppend.newBuilder()
                                    .setStream("account-1")
                                    .addEvents(Wire.NewEvent.newBuilder().setType("A")))
                    .build();

    private static final Map<String, Example> EXAMPLES =
            Stream.of(
                            example(EventStoreGrpc.getAppendMethod(), APPEND, Right.APPEND),
                            example(
                                    EventStoreGrpc.getAppendStreamMethod(),
                                    Wire.AppendStreamRequest.newBuilder()
                                            .addAppends(
                                                    Wire.NumberedAppend.newBuilder()
                                                            .setAppend(APPEND))
                                            .build(),
                                    Right.APPEND),
                            example(
                                    EventStoreGrpc.getFindAppendMethod(),
                                    Wire.FindAppendRequest.newBuilder()
                                            .setAppendId("00000000-0000-0000-0000-000000000001")
                                            .build()),
                            example(
                                    EventStoreGrpc.getReadMethod(),
                                    Wire.ReadRequest.newBuilder()
                                            .setStream(
                                                    Wire.StreamSource.newBuilder()
                                                            .setStream("account-1"))
                                            .build(),
                                    Right.READ),
                            example(
                                    EventStoreGrpc.getSubscribeMethod(),
                                    Wire.SubscribeRequest.getDefaultInstance()),
                            example(
                                    EventStoreGrpc.getHeadMethod(),
                                    Wire.HeadRequest.newBuilder().setStream("account-1").build(),
                                    Right.READ),
                            example(
                                    SnapshotsGrpc.getLoadSnapshotMethod(),
                                    WireSnapshots.LoadSnapshotRequest.newBuilder()
                                            .setStream("account-1")
                                            .setFingerprint("f")
                                            .build(),
                                    Right.READ),
                            example(
                                    SnapshotsGrpc.getSaveSnapshotMethod(),
                                    WireSnapshots.SaveSnapshotRequest.newBuilder()
                                            .setSnapshot(
                                                    WireSnapshots.Snapshot.newBuilder()
                                                            .setStream("account-1")
                                                            .setFingerprint("f"))
                                            .build(),
                                    Right.APPEND,
                                    Right.READ),
                            example(
                                    GroupsGrpc.getCreateGroupMethod(),
                                    WireGroups.CreateGroupRequest.getDefaultInstance()),
                            example(
                                    GroupsGrpc.getListGroupsMethod(),
                                    WireGroups.ListGroupsRequest.getDefaultInstance()),
                            example(
                                    GroupsGrpc.getGetGroupMethod(),
                                    WireGroups.GetGroupRequest.newBuilder()
                                            .setGroup("none")
                                            .build()),
                            example(
                                    GroupsGrpc.getDeleteGroupMethod(),
                                    WireGroups.DeleteGroupRequest.newBuilder()
                                            .setGroup("none")
                                            .build()),
                            example(
                                    GroupsGrpc.getResetGroupMethod(),
                                    WireGroups.ResetGroupRequest.newBuilder()
                                            .setGroup("none")
                                            .build()),
                            example(
                                    GroupsGrpc.getReplayStreamMethod(),
                                    WireGroups.ReplayStreamRequest.newBuilder()
                                            .setGroup("none")
                                            .setStream("account-1")
                                            .build()),
                            example(
                                    GroupsGrpc.getSkipEventMethod(),
                                    WireGroups.SkipEventRequest.newBuilder()
                                            .setGroup("none")
                                            .setStream("account-1")
                                            .build()),
                            example(
                                    GroupsGrpc.getWorkMethod(),
                                    WireGroups.WorkRequest.newBuilder()
                                            .setJoin(
                                                    WireGroups.Join.newBuilder()
                                                            .setGroup("none")
                                                            .setMember("m"))
                                            .build()),
                            example(
                                    HealthGrpc.getCheckMethod(),
                                    HealthCheckRequest.getDefaultInstance()),
                            example(
                                    HealthGrpc.getWatchMethod(),
                                    HealthCheckRequest.getDefaultInstance()),
                            example(
                                    ServerReflectionGrpc.getServerReflectionInfoMethod(),
                                    ServerReflectionRequest.newBuilder()
                                            .setListServices("")
                                            .build()))
                    .collect(
                            Collectors.toMap(
                                    each -> each.method().getFullMethodName(),
                                    Function.identity()));

    private CallExamples() {}

    private static Example example(
            MethodDescriptor<?, ?> method, Message request, Right... onStream) {
        return new Example(method, request, List.of(onStream));
    }

    static Example of(String method) {
        Example example = EXAMPLES.get(method);
        if (example == null) {
            throw new AssertionError("there is no example of " + method);
        }
        return example;
    }
}
