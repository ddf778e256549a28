package io.stele.bench.load;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.Wire;

/// Reads a whole stream over gRPC, one stream of answers for each operation.
final class ReadTarget implements LoadTarget {

    private static final MethodDescriptor<Wire.ReadRequest, Integer> READ =
            Counting.answersOf(
                    EventStoreGrpc.getReadMethod(), Wire.ReadResponse.EVENTS_FIELD_NUMBER);

    private final Channels channels;
    private final Wire.ReadRequest request;

    /// Closes the channels in the end.
    ReadTarget(Channels channels, String stream) {
        this.channels = channels;
        this.request =
                Wire.ReadRequest.newBuilder()
                        .setStream(Wire.StreamSource.newBuilder().setStream(stream))
                        .build();
    }

    @Override
    public void begin(int caller, Answer answer) {
        ClientCalls.asyncServerStreamingCall(
                channels.of(caller).newCall(READ, CallOptions.DEFAULT), request, new Call(answer));
    }

    @Override
    public void close() {
        channels.close();
    }

    private static final class Call implements StreamObserver<Integer> {
        private final Answer answer;
        private int events;

        Call(Answer answer) {
            this.answer = answer;
        }

        @Override
        public void onNext(Integer count) {
            events += count;
        }

        @Override
        public void onCompleted() {
            answer.done(events);
        }

        @Override
        public void onError(Throwable failure) {
            answer.failed("gRPC " + Status.fromThrowable(failure).getCode());
        }
    }
}
