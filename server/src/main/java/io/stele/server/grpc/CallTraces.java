package io.stele.server.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.stele.model.Append;
import io.stele.model.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The trace that a call is part of, from its metadata.
///
/// A stream of appends is none of the requests that it carries, so its own trace says nothing of
/// them: there each event brings its trace in its metadata.
final class CallTraces implements ServerInterceptor {

    private static final Context.Key<TraceContext> TRACE = Context.key("stele.trace");

    private static final Metadata.Key<String> TRACEPARENT = key("traceparent");
    private static final Metadata.Key<String> TRACESTATE = key("tracestate");

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    /// Of the call at hand. To be asked before the service method returns.
    static Optional<TraceContext> current() {
        return Optional.ofNullable(TRACE.get());
    }

    /// The append with the trace of the call at hand. As [#current()].
    static Append addTo(Append append) {
        return current().map(trace -> trace.addTo(append)).orElse(append);
    }

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        Optional<TraceContext> trace =
                TraceContext.parse(values(headers, TRACEPARENT), values(headers, TRACESTATE));
        if (trace.isEmpty()) {
            return next.startCall(call, headers);
        }
        Context context = Context.current().withValue(TRACE, trace.get());
        return Contexts.interceptCall(context, call, headers, next);
    }

    private static List<String> values(Metadata headers, Metadata.Key<String> name) {
        Iterable<String> found = headers.getAll(name);
        if (found == null) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        found.forEach(values::add);
        return values;
    }
}
