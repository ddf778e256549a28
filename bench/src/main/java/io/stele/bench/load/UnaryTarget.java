package io.stele.bench.load;

import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.stele.grpc.AppendMessages;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.Wire;

/// Appends over gRPC, one call for each.
final class UnaryTarget implements LoadTarget {

    private final Channels channels;
    private final Appends appends;

    /// Closes the channels in the end.
    UnaryTarget(Channels channels, Appends appends) {
        this.channels = channels;
        this.appends = appends;
    }

    @Override
    public void begin(int caller, Answer answer) {
        Wire.AppendRequest request = AppendMessages.write(appends.next(caller));
        ClientCalls.asyncUnaryCall(
                channels.of(caller).newCall(EventStoreGrpc.getAppendMethod(), CallOptions.DEFAULT),
                request,
                new Call(caller, answer));
    }

    @Override
    public void close() {
        channels.close();
    }

    private final class Call implements StreamObserver<Wire.AppendResponse> {
        private final int caller;
        private final Answer answer;
        private boolean appended;

        Call(int caller, Answer answer) {
            this.caller = caller;
            this.answer = answer;
        }

        @Override
        public void onNext(Wire.AppendResponse response) {
            appended = response.hasAppended();
        }

        @Override
        public void onCompleted() {
            if (appended) {
                appends.appended(caller);
                answer.done(appends.eventsInAnAppend());
            } else {
                answer.failed("conflict");
            }
        }

        @Override
        public void onError(Throwable failure) {
            answer.failed("gRPC " + Status.fromThrowable(failure).getCode());
        }
    }
}
