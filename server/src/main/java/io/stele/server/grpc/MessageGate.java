package io.stele.server.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.netty.channel.EventLoop;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import java.time.Duration;
import java.util.Optional;

/// Refuses a call whose messages have no room in the [MessageBudget], or cannot be read: what has
/// arrived of them is not handed on, so nothing comes of it.
final class MessageGate implements ServerInterceptor {

    private static final Duration RETRY_AFTER = Duration.ofMillis(500);

    private final Peers peers;

    MessageGate(Peers peers) {
        this.peers = peers;
    }

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        Bounded<A> bounded = new Bounded<>(call, next.startCall(call, headers));
        Optional<EventLoop> loop = peers.loop(call.getAttributes());
        MessageBudget.ofCall()
                .whenTooMuch(() -> {
                    bounded.refused = true;
                    // Later, as the bytes are being read at this moment.
                    loop.ifPresent(each -> each.execute(() -> refuse(call)));
                });
        return bounded;
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
