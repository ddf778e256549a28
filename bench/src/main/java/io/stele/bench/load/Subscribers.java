package io.stele.bench.load;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.Wire;
import java.util.concurrent.atomic.AtomicLong;

/// Subscriptions over gRPC whose events are only counted, or not even taken.
final class Subscribers implements AutoCloseable {

    private static final int CONNECTIONS = 4;

    private static final MethodDescriptor<Wire.SubscribeRequest, Integer> SUBSCRIBE =
            Counting.answersOf(
                    EventStoreGrpc.getSubscribeMethod(),
                    Wire.SubscribeResponse.EVENTS_FIELD_NUMBER);

    private final Channels channels;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private volatile boolean closing;

    Subscribers(HostPort server) {
        channels = new Channels(server, CONNECTIONS);
    }

    /// How many events all of them took.
    long taken() {
        return taken.get();
    }

    /// How many ended by themselves.
    long broken() {
        return broken.get();
    }

    /// A reader that takes all that comes.
    ///
    /// @param number spreads them over the connections
    /// @return ends it
    Runnable open(int number, long checkpoint) {
        return subscribe(number, checkpoint, true);
    }

    /// A reader that takes one message and no more, and stays connected.
    ///
    /// @return ends it
    Runnable openStalled(int number, long checkpoint) {
        return subscribe(number, checkpoint, false);
    }

    private Runnable subscribe(int number, long checkpoint, boolean reads) {
        ClientCall<Wire.SubscribeRequest, Integer> call =
                channels.of(number).newCall(SUBSCRIBE, CallOptions.DEFAULT);
        call.start(new Reader(call, reads), new Metadata());
        call.request(1);
        call.sendMessage(Wire.SubscribeRequest.newBuilder().setCheckpoint(checkpoint).build());
        call.halfClose();
        return () -> call.cancel("enough", null);
    }

    @Override
    public void close() {
        closing = true;
        channels.close();
    }

    private final class Reader extends ClientCall.Listener<Integer> {
        private final ClientCall<?, Integer> call;
        private final boolean reads;

        Reader(ClientCall<?, Integer> call, boolean reads) {
            this.call = call;
            this.reads = reads;
        }

        @Override
        public void onMessage(Integer events) {
            taken.addAndGet(events);
            if (reads) {
                call.request(1);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (status.getCode() != Status.Code.CANCELLED && !closing) {
                broken.incrementAndGet();
            }
        }
    }
}
