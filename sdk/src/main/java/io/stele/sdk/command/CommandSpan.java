package io.stele.sdk.command;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.stele.model.Metadata;
import io.stele.model.StreamName;
import io.stele.model.TraceContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The span of OpenTelemetry around a command. Its parent is the trace that came with the command,
/// or else the span that the calling thread is in; the events of the command carry on the trace from
/// the span itself.
///
/// Where the process has no OpenTelemetry installed there is no span, and the events carry on the
/// trace that came in.
final class CommandSpan {

    private static final String SCOPE = "io.stele.sdk";
    private static final String STREAM = "stele.stream";
    private static final String OUTCOME = "stele.outcome";

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private CommandSpan() {}

    /// @param name the same for all commands of a kind
    static CommandResult around(
            String name,
            StreamName stream,
            CommandContext command,
            Function<CommandContext, CommandResult> work) {
        if (!GlobalOpenTelemetry.isSet()) {
            return work.apply(command);
        }
        Context from = parent(command);
        Span span =
                GlobalOpenTelemetry.get()
                        .getTracer(SCOPE)
                        .spanBuilder(name)
                        .setParent(from)
                        .setAttribute(STREAM, stream.value())
                        .startSpan();
        try {
            Context within = from.with(span);
            CommandResult result =
                    within.wrapSupplier(() -> work.apply(traced(command, within))).get();
            span.setAttribute(OUTCOME, result.getClass().getSimpleName());
            return result;
        } catch (RuntimeException e) {
            span.recordException(e).setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    private static Context parent(CommandContext command) {
        Context current = Context.current();
        return command.trace()
                .map(trace -> W3C.extract(current, trace, CommandSpan::header))
                .orElse(current);
    }

    private static CommandContext traced(CommandContext command, Context within) {
        Map<String, Object> headers = new HashMap<>();
        W3C.inject(within, headers, (carrier, name, value) -> headers.put(name, value));
        return TraceContext.of(new Metadata(headers)).map(command::in).orElse(command);
    }

    private static @Nullable String header(@Nullable TraceContext trace, String name) {
        if (trace == null) {
            return null;
        }
        return switch (name) {
            case Metadata.TRACEPARENT -> trace.traceparent();
            case Metadata.TRACESTATE -> trace.tracestate();
            default -> null;
        };
    }
}
