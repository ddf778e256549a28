package io.stele.server.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.stele.grpc.ProblemMessages;
import io.stele.http.Failures;
import io.stele.http.Peer;
import io.stele.http.Rates;
import io.stele.protocol.ProblemException;
import io.stele.security.Attempt;
import io.stele.security.Authenticator;
import io.stele.security.Gate;
import io.stele.security.Principal;
import io.stele.security.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/// Lets calls in, or answers them, before a service sees them.
final class CallGate implements ServerInterceptor {

    private static final Context.Key<Principal> PRINCIPAL = Context.key("stele.principal");

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final Context.Key<String> REQUESTER = Context.key("stele.requester");

    private final Gate gate;
    private final Rates rates;
    private final Peers peers;

    CallGate(Authenticator authenticator, Peers peers, Rates rates) {
        this.rates = rates;
        this.peers = peers;
        this.gate = new Gate(authenticator);
    }

    /// Who sends the call at hand. To be asked before the service method returns.
    static Principal caller() {
        return PRINCIPAL.get();
    }

    /// Whose limits hold for the call at hand, as [Rates#of] tells. As [#caller()].
    static String requester() {
        return REQUESTER.get();
    }

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        Right right = CallRights.of(call.getMethodDescriptor().getFullMethodName());
        CompletableFuture<Principal> principal = gate.letIn(right, () -> attempt(headers, call));
        Context context = Context.current();
        if (principal.state() == Future.State.SUCCESS) {
            return start(context, principal.resultNow(), call, headers, next);
        }
        LateListener<A> late = new LateListener<>();
        var _ =
                principal.whenComplete((found, failure) -> {
                    if (failure == null) {
                        late.begin(() -> start(context, found, call, headers, next));
                    } else {
                        refuse(call, failure);
                    }
                });
        return late;
    }

    private <A, B> ServerCall.Listener<A> start(
            Context before,
            Principal principal,
            ServerCall<A, B> call,
            Metadata headers,
            ServerCallHandler<A, B> next) {
        Optional<Peer> peer = peers.of(call.getAttributes());
        String requester = peer.map(found -> Rates.of(principal, found)).orElse("");
        try {
            rates.check(requester, 1);
        } catch (ProblemException e) {
            refuse(call, e);
            return new ServerCall.Listener<>() {};
        }
        Context context = before.withValue(PRINCIPAL, principal).withValue(REQUESTER, requester);
        return Contexts.interceptCall(context, call, headers, next);
    }

    static void refuse(ServerCall<?, ?> call, Throwable failure) {
        StatusRuntimeException status = ProblemMessages.status(Failures.problem(failure));
        Metadata trailers = status.getTrailers();
        call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    private Attempt attempt(Metadata headers, ServerCall<?, ?> call) {
        List<String> authorization = new ArrayList<>();
        Iterable<String> values = headers.getAll(AUTHORIZATION);
        if (values != null) {
            values.forEach(authorization::add);
        }
        Optional<Peer> peer = peers.of(call.getAttributes());
        return new Attempt(
                authorization,
                peer.map(Peer::certificates).orElse(List.of()),
                "",
                peer.flatMap(Peer::ipAddress));
    }
}
