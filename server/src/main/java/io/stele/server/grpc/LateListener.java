package io.stele.server.grpc;

import io.grpc.ServerCall;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps what happens to a call until it is known who sends it. That is little: no message comes
/// before it is asked for, and nobody asks before [#begin].
final class LateListener<A> extends ServerCall.Listener<A> {

    private final Deque<Consumer<ServerCall.Listener<A>>> kept = new ArrayDeque<>();
    private ServerCall.@Nullable Listener<A> listener;

    /// What was kept goes to the listener first.
    synchronized void begin(Supplier<ServerCall.Listener<A>> start) {
        ServerCall.Listener<A> begun = start.get();
        while (!kept.isEmpty()) {
            kept.remove().accept(begun);
        }
        listener = begun;
    }

    private synchronized void pass(Consumer<ServerCall.Listener<A>> happening) {
        if (listener == null) {
            kept.add(happening);
        } else {
            happening.accept(listener);
        }
    }

    @Override
    public void onMessage(A message) {
        pass(to -> to.onMessage(message));
    }

    @Override
    public void onHalfClose() {
        pass(ServerCall.Listener::onHalfClose);
    }

    @Override
    public void onCancel() {
        pass(ServerCall.Listener::onCancel);
    }

    @Override
    public void onComplete() {
        pass(ServerCall.Listener::onComplete);
    }

    @Override
    public void onReady() {
        pass(ServerCall.Listener::onReady);
    }
}
