package io.stele.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.Wire;
import io.stele.http.HttpOptions;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The trace of a request stands in the events that it appends.
class TracesTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String OTHER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String APPEND_ID = "0192aaaa-0000-7000-8000-000000000001";

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final HttpClient http = HttpClient.newHttpClient();
    private SteleServer server;
    private ManagedChannel channel;

    @BeforeEach
    void start() {
        ServerOptions options = ServerOptions.defaults().withHttp(HttpOptions.loopback(0));
        server = SteleServer.start(store, options);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port()).usePlaintext().build();
    }

    @AfterEach
    void stop() {
        http.close();
        channel.shutdownNow();
        server.close();
    }

    private int port() {
        return server.address().getPort();
    }

    private String post(String path, String body, String... headers) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .headers(headers)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(201);
        return answer.body();
    }

    private List<Map<String, Object>> metadata() {
        return store.read(ReadLog.all()).toList().stream()
                .map(RecordedEvent::metadata)
                .map(found -> found.values())
                .toList();
    }

    private static Map<String, Object> traced(String traceparent, String tracestate) {
        return Map.of("traceparent", traceparent, "tracestate", tracestate);
    }

    private static <S extends AbstractStub<S>> S in(String traceparent, S stub) {
        Metadata headers = new Metadata();
        headers.put(key("traceparent"), traceparent);
        headers.put(key("tracestate"), "a=1");
        headers.put(key("tracestate"), "b=2");
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private static Wire.AppendRequest append(Wire.MetadataEntry... metadata) {
        Wire.NewEvent event =
                Wire.NewEvent.newBuilder().setType("A").addAllMetadata(List.of(metadata)).build();
        return Wire.AppendRequest.newBuilder()
                .setAppendId(APPEND_ID)
                .addStreams(Wire.StreamAppend.newBuilder().setStream("a-1").addEvents(event))
                .build();
    }

    private static Wire.MetadataEntry own() {
        return Wire.MetadataEntry.newBuilder().setName("traceparent").setText(OTHER).build();
    }

    @Test
    void theHeadersOfARequestStandInItsEvents() throws Exception {
        String event = "{\"type\":\"A\",\"data\":1}";
        String[] headers = {"traceparent", TRACE, "TraceState", "a=1", "TraceState", "b=2"};
        post("/v1/streams/a-1", event, headers);
        post(
                "/v1/append",
                "{\"streams\":[{\"stream\":\"a-2\",\"events\":[%s]}]}".formatted(event),
                headers);
        assertThat(metadata()).containsExactly(traced(TRACE, "a=1,b=2"), traced(TRACE, "a=1,b=2"));
    }

    @Test
    void anEventKeepsTheTraceItHas() throws Exception {
        String own = "{\"type\":\"A\",\"data\":1,\"metadata\":{\"traceparent\":\"" + OTHER + "\"}}";
        post("/v1/streams/a-1", own, "traceparent", TRACE, "tracestate", "a=1");
        assertThat(metadata()).containsExactly(Map.of("traceparent", OTHER));
    }

    @Test
    void aWrongTraceIsIgnored() throws Exception {
        String event = "{\"type\":\"A\",\"data\":1}";
        post("/v1/streams/a-1", event, "traceparent", "00-1-2-3", "tracestate", "a=1");
        post("/v1/streams/a-1", event, "traceparent", TRACE, "traceparent", OTHER);
        assertThat(metadata()).containsExactly(Map.of(), Map.of());
    }

    @Test
    void aRetryInAnotherTraceIsStillARetry() throws Exception {
        String event = "{\"type\":\"A\",\"data\":1}";
        for (String trace : List.of(TRACE, OTHER)) {
            String answer =
                    post(
                            "/v1/streams/a-1",
                            event,
                            "traceparent",
                            trace,
                            "Stele-Append-Id",
                            APPEND_ID,
                            "Stele-Expected",
                            "none");
            assertThat(answer).contains("\"duplicate\":" + trace.equals(OTHER));
        }
        assertThat(metadata()).containsExactly(Map.of("traceparent", TRACE));
    }

    @Test
    void theMetadataOfACallStandsInItsEvents() {
        var stub = EventStoreGrpc.newBlockingStub(channel);
        assertThat(in(TRACE, stub).append(append()).getAppended().getDuplicate()).isFalse();
        assertThat(in(OTHER, stub).append(append()).getAppended().getDuplicate()).isTrue();
        assertThat(metadata()).containsExactly(traced(TRACE, "a=1,b=2"));
    }

    @Test
    void aStreamOfAppendsSaysNothingOfTheRequestsThatItCarries() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        StreamObserver<Wire.AppendStreamRequest> appends =
                in(TRACE, EventStoreGrpc.newStub(channel)).appendStream(until(ended));
        appends.onNext(
                Wire.AppendStreamRequest.newBuilder()
                        .addAppends(Wire.NumberedAppend.newBuilder().setAppend(append(own())))
                        .addAppends(
                                Wire.NumberedAppend.newBuilder()
                                        .setAppend(append().toBuilder().clearAppendId()))
                        .build());
        appends.onCompleted();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(metadata()).containsExactly(Map.of("traceparent", OTHER), Map.of());
    }

    private static <M> StreamObserver<M> until(CountDownLatch ended) {
        return new StreamObserver<>() {
            @Override
            public void onNext(M message) {}

            @Override
            public void onError(Throwable failure) {
                ended.countDown();
            }

            @Override
            public void onCompleted() {
                ended.countDown();
            }
        };
    }
}
