package io.stele.bench.load;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.Wire;

/// The least that a call over gRPC can do: the server does not know the method and says so.
final class EmptyCallTarget implements LoadTarget {

    private static final MethodDescriptor<Wire.HeadRequest, Wire.HeadResponse> NONE =
            EventStoreGrpc.getHeadMethod().toBuilder()
                    .setFullMethodName("stele.v1.None/None")
                    .build();

    private final Channels channels;

    /// Closes the channels in the end.
    EmptyCallTarget(Channels channels) {
        this.channels = channels;
    }

    @Override
    public void begin(int caller, Answer answer) {
        ClientCalls.asyncUnaryCall(
                channels.of(caller).newCall(NONE, CallOptions.DEFAULT),
                Wire.HeadRequest.getDefaultInstance(),
                new Call(answer));
    }

    @Override
    public void close() {
        channels.close();
    }

    private record Call(Answer answer) implements StreamObserver<Wire.HeadResponse> {
        @Override
        public void onNext(Wire.HeadResponse response) {
            // an answer that nobody expects; onCompleted tells
        }

        @Override
        public void onCompleted() {
            answer.failed("a method that does not exist answered");
        }

        @Override
        public void onError(Throwable failure) {
            Status status = Status.fromThrowable(failure);
            if (status.getCode() == Status.Code.UNIMPLEMENTED) {
                answer.done(1);
            } else {
                answer.failed("gRPC " + status.getCode());
            }
        }
    }
}
