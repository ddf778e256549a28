package io.stele.server.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import java.time.Duration;
import java.util.Optional;

/// Refuses a call whose messages have no room in the [MessageBudget], or cannot be read: what has
/// arrived of them is not handed on, so nothing comes of it.
final class MessageGate implements ServerInterceptor {

    private static final Duration RETRY_AFTER = Duration.ofMillis(500);

    /// How much of the buffers may be in use for each byte that messages may take.
    private static final int BUFFERS_FACTOR = 3;

    private final Peers peers;
    private final long buffersBytesMax;

    /// @param messagesBytesMax what all messages together may take
    MessageGate(Peers peers, long messagesBytesMax) {
        this.peers = peers;
        this.buffersBytesMax = BUFFERS_FACTOR * messagesBytesMax;
    }

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        Bounded<A> bounded = new Bounded<>(call, next.startCall(call, headers));
        Optional<Channel> connection = peers.connection(call.getAttributes());
        MessageBudget.ofCall()
                .whenTooMuch(
                        () -> connection.filter(each -> isCrowded(each.alloc())).isPresent(),
                        () -> {
                            bounded.refused = true;
                            // Later, as the bytes are being read at this moment.
                            connection.ifPresent(
                                    each -> each.eventLoop().execute(() -> refuse(call)));
                        });
        return bounded;
    }

    private boolean isCrowded(ByteBufAllocator buffers) {
        return buffers instanceof PooledByteBufAllocator pool
                && pool.pinnedDirectMemory() > buffersBytesMax;
    }

    private static void refuse(ServerCall<?, ?> call) {
        if (!call.isCancelled()) {
            CallGate.refuse(
                    call,
                    Problems.overloaded("too many bytes of requests at this moment", RETRY_AFTER)
                            .exception());
        }
    }

    /// All of it runs on the connection's event loop.
    private static final class Bounded<A> extends SimpleForwardingServerCallListener<A> {

        private final ServerCall<A, ?> call;
        private boolean refused;

        Bounded(ServerCall<A, ?> call, ServerCall.Listener<A> listener) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(A message) {
            if (refused) {
                return;
            }
            if (message instanceof Unreadable(String reason)) {
                refused = true;
                CallGate.refuse(
                        call,
                        ProblemKind.INVALID_REQUEST.exception("the message is damaged: " + reason));
            } else {
                super.onMessage(message);
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }
    }
}
