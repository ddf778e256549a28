package io.stele.sdk.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.TraceContext;
import io.stele.sdk.Account;
import io.stele.sdk.Account.Command.Deposit;
import io.stele.sdk.Account.Command.Open;
import io.stele.sdk.EventDecodingException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Commands in a process that has OpenTelemetry installed.
class CommandSpanTest {

    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    private static final TraceContext OUTSIDE =
            new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "a=1");

    private final EventStore store = new InMemoryEventStore();
    private final CommandHandler<Account.Command, Account.Event, Account> handler =
            CommandHandler.of(store, Account.DECIDER);

    @AfterEach
    void close() {
        handler.close();
        store.close();
    }

    private TraceContext traceOfLastEvent() {
        return TraceContext.of(store.read(ReadLog.all()).toList().getLast().metadata())
                .orElseThrow();
    }

    @Test
    void theTraceOfACommandReachesItsEventAndWhatTheEventSetsOff() {
        handler.handle("1", new Open("Ada"), CommandContext.DEFAULT.in(OUTSIDE));
        TraceContext read = traceOfLastEvent();
        handler.handle("1", new Deposit(5), CommandContext.DEFAULT.in(read));

        List<SpanData> spans = TELEMETRY.getSpans();
        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactly("account.Open", "account.Deposit");
        assertThat(spans).extracting(SpanData::getTraceId).containsOnly(OUTSIDE.traceId());
        assertThat(spans.getFirst().getParentSpanId()).isEqualTo(OUTSIDE.spanId());
        assertThat(spans.getFirst().getSpanId()).isEqualTo(read.spanId());
        assertThat(spans.getLast().getParentSpanId()).isEqualTo(read.spanId());
        assertThat(read.tracestate()).isEqualTo(OUTSIDE.tracestate());
        assertThat(traceOfLastEvent().spanId()).isEqualTo(spans.getLast().getSpanId());
    }

    @Test
    void aCommandThatComesInNoTraceBeginsOne() {
        handler.handle("1", new Open("Ada"));
        SpanData span = TELEMETRY.getSpans().getFirst();
        assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
        assertThat(traceOfLastEvent().traceId()).isEqualTo(span.getTraceId());
    }

    @Test
    void onlyAFailureIsAnErrorOfTheSpan() {
        handler.handle("1", new Deposit(5));
        NewEvent foreign = NewEvent.json("Foreign", "{}");
        store.append(Append.to("account-2", Expectation.ANY, foreign));
        assertThatThrownBy(() -> handler.handle("2", new Deposit(5)))
                .isInstanceOf(EventDecodingException.class);
        assertThat(TELEMETRY.getSpans())
                .extracting(span -> span.getStatus().getStatusCode())
                .containsExactly(StatusCode.UNSET, StatusCode.ERROR);
    }
}
