package io.stele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

    private static Optional<TraceContext> parse(String traceparent, String... tracestates) {
        return TraceContext.parse(List.of(traceparent), List.of(tracestates));
    }

    private static String state(String... tracestates) {
        return parse(PARENT, tracestates).orElseThrow().tracestate();
    }

    @Test
    void aTraceparentHasATraceASpanAndFlags() {
        TraceContext trace = parse(PARENT).orElseThrow();
        assertThat(trace.traceId()).isEqualTo(TRACE);
        assertThat(trace.spanId()).isEqualTo(SPAN);
        assertThat(trace.isSampled()).isTrue();
        assertThat(trace.tracestate()).isEmpty();
        assertThat(parse("00-" + TRACE + "-" + SPAN + "-02").orElseThrow().isSampled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
                " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void aWrongTraceparentIsNone(String wrong) {
        assertThat(parse(wrong, "a=1")).isEmpty();
        assertThatThrownBy(() -> new TraceContext(wrong, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noneOrTwoTraceparentsAreNone() {
        assertThat(TraceContext.parse(List.of(), List.of("a=1"))).isEmpty();
        assertThat(TraceContext.parse(List.of(PARENT, PARENT), List.of())).isEmpty();
    }

    @Test
    void ofALaterVersionOnlyWhatIsKnownIsTaken() {
        String later = "cc-" + TRACE + "-" + SPAN + "-ff-what-is-to-come";
        assertThat(parse(later).orElseThrow().traceparent()).isEqualTo(PARENT);
    }

    @Test
    void aTracestateMayComeInSeveralHeaders() {
        assertThat(state("a=1 , b@x=2", "", "c=3")).isEqualTo("a=1,b@x=2,c=3");
    }

    @Test
    void aWrongTracestateIsDroppedAndTheTraceKept() {
        for (String wrong : List.of("a", "A=1", "a=1,b", "a=\u00e4", "a=b=c", "=1", "a=")) {
            assertThat(state(wrong)).isEmpty();
        }
        assertThat(state("a=1,".repeat(33))).isEmpty();
        assertThat(parse(PARENT, "a").orElseThrow().traceId()).isEqualTo(TRACE);
    }

    @Test
    void aLongTracestateLosesItsLastMembers() {
        String member = "a=" + "x".repeat(254);
        assertThat(state(member + ",b=" + "y".repeat(253))).hasSize(512);
        assertThat(state(member + ",b=" + "y".repeat(254))).isEqualTo(member);
    }

    @Test
    void metadataKeepsItUnlessItHasOneAlready() {
        TraceContext trace = new TraceContext(PARENT, "a=1");
        Metadata traced = trace.addTo(Metadata.of("b", 2));
        assertThat(traced.values()).hasSize(3);
        assertThat(TraceContext.of(traced)).contains(trace);
        TraceContext other = new TraceContext("00-" + TRACE + "-" + "1".repeat(16) + "-00", "");
        assertThat(other.addTo(traced)).isEqualTo(traced);
        assertThat(TraceContext.of(Metadata.EMPTY)).isEmpty();
        assertThat(TraceContext.of(Metadata.of(Metadata.TRACEPARENT, 7))).isEmpty();
    }
}
