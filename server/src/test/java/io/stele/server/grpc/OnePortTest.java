package io.stele.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.stele.grpc.MessageLimits;
import io.stele.grpc.ProblemMessages;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.Wire;
import io.stele.http.HttpOptions;
import io.stele.memory.InMemoryEventStore;
import io.stele.protocol.ProblemKind;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// gRPC and HTTP on one port, spoken to from outside.
class OnePortTest {

    private final InMemoryEventStore store = new InMemoryEventStore();
    private SteleServer server;
    private ManagedChannel channel;
    private EventStoreGrpc.EventStoreBlockingStub stub;

    @BeforeEach
    void start() {
        ServerOptions options = ServerOptions.defaults().withHttp(HttpOptions.loopback(0));
        server = SteleServer.start(store, options);
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port())
                        .usePlaintext()
                        .maxInboundMessageSize(MessageLimits.RESPONSE_BYTES_MAX)
                        .build();
        stub = EventStoreGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.close();
    }

    private int port() {
        return server.address().getPort();
    }

    private static Wire.AppendRequest append(String stream, Wire.NewEvent.Builder event) {
        return Wire.AppendRequest.newBuilder()
                .addStreams(Wire.StreamAppend.newBuilder().setStream(stream).addEvents(event))
                .build();
    }

    private static Wire.AppendRequest append(String stream) {
        return append(stream, Wire.NewEvent.newBuilder().setType("A"));
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            URI uri = URI.create("http://127.0.0.1:" + port() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }

    private static StatusRuntimeException refused(Callable<?> call) throws Exception {
        try {
            Object answer = call.call();
            throw new AssertionError("not refused, but answered with " + answer);
        } catch (StatusRuntimeException e) {
            return e;
        }
    }

    @Test
    void whatIsWrittenOverOneIsReadOverTheOther() throws Exception {
        Wire.AppendResponse answer = stub.append(append("a-1"));
        assertThat(answer.getAppended().getStreams(0).getLastRevision()).isZero();

        HttpResponse<String> page = get("/v1/streams/a-1");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("\"stream\":\"a-1\"");
        assertThat(answer.getAppendId()).hasSize(36);
    }

    @Test
    void thePrefaceMayComeInPieces() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            for (String piece : List.of("P", "RI * HT", "TP/2.0\r\n\r\nSM\r\n", "\r\n")) {
                out.write(piece.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                TimeUnit.MILLISECONDS.sleep(20); // so that they are read one by one
            }
            out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}); // empty settings
            InputStream in = socket.getInputStream();
            assertThat(in.readNBytes(9)[3]).isEqualTo((byte) 4); // the server's settings
        }
    }

    @Test
    void aRequestThatOnlyBeginsLikeThePrefaceIsHttp() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            String request = "PRINT /v1/head HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 ").contains("connection: close");
        }
    }

    @Test
    void reflectionNamesTheServices() throws Exception {
        BlockingQueue<ServerReflectionResponse> answers = new LinkedBlockingQueue<>();
        StreamObserver<ServerReflectionRequest> call =
                ServerReflectionGrpc.newStub(channel).serverReflectionInfo(into(answers));
        call.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        ServerReflectionResponse answer = answers.poll(20, TimeUnit.SECONDS);
        call.onCompleted();
        assertThat(answer.getListServicesResponse().getServiceList())
                .extracting(ServiceResponse::getName)
                .contains("stele.v1.EventStore", "stele.v1.Snapshots", "grpc.health.v1.Health");
    }

    private static <M> StreamObserver<M> into(BlockingQueue<M> queue) {
        return new StreamObserver<>() {
            @Override
            public void onNext(M message) {
                queue.add(message);
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        };
    }

    @Test
    void theServerSaysThatItIsWell() {
        assertThat(
                        HealthGrpc.newBlockingStub(channel)
                                .check(HealthCheckRequest.getDefaultInstance())
                                .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void whatMakesNoSenseIsAnInvalidArgumentWithItsProblem() throws Exception {
        for (Callable<?> call :
                List.<Callable<?>>of(
                        () -> stub.append(Wire.AppendRequest.getDefaultInstance()),
                        () -> stub.findAppend(Wire.FindAppendRequest.getDefaultInstance()),
                        () -> stub.read(Wire.ReadRequest.getDefaultInstance()).next(),
                        () -> stub.head(Wire.HeadRequest.newBuilder().setStream("").build()),
                        () ->
                                stub.subscribe(
                                                Wire.SubscribeRequest.newBuilder()
                                                        .setCheckpoint(-1)
                                                        .build())
                                        .next())) {
            StatusRuntimeException refused = refused(call);
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(ProblemMessages.read(refused).orElseThrow().getType())
                    .isEqualTo(ProblemKind.INVALID_FIELD.type());
        }
    }

    @Test
    void aLimitIsNamedAndAMessageBeyondAllLimitsIsRefused() throws Exception {
        ByteString large = ByteString.copyFrom(new byte[(1 << 20) + 1]);
        Wire.NewEvent.Builder event = Wire.NewEvent.newBuilder().setType("A").setData(large);
        StatusRuntimeException refused = refused(() -> stub.append(append("a", event)));
        assertThat(ProblemMessages.read(refused).orElseThrow().getDetail())
                .contains("eventDataBytesMax");

        event.setData(ByteString.copyFrom(new byte[MessageLimits.REQUEST_BYTES_MAX]));
        assertThat(refused(() -> stub.append(append("a", event))).getStatus().getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(store.head().next()).isZero();
    }

    @Test
    void aStreamOfAppendsAnswersEachAlsoThoseThatFail() throws Exception {
        BlockingQueue<Wire.AppendStreamResponse> responses = new LinkedBlockingQueue<>();
        StreamObserver<Wire.AppendStreamRequest> call =
                EventStoreGrpc.newStub(channel).appendStream(into(responses));
        call.onNext(
                Wire.AppendStreamRequest.newBuilder()
                        .addAppends(numbered(7, append("a-1")))
                        .addAppends(numbered(8, Wire.AppendRequest.getDefaultInstance()))
                        .addAppends(numbered(9, append("a-1")))
                        .build());
        call.onCompleted();
        int answered = 0;
        while (answered < 3) {
            for (Wire.NumberedAnswer answer :
                    responses.poll(20, TimeUnit.SECONDS).getAnswersList()) {
                assertThat(answer.hasProblem()).isEqualTo(answer.getNumber() == 8);
                answered++;
            }
        }
        assertThat(store.head().next()).isEqualTo(2);
    }

    private static Wire.NumberedAppend numbered(long number, Wire.AppendRequest append) {
        return Wire.NumberedAppend.newBuilder().setNumber(number).setAppend(append).build();
    }

    @Test
    void aDeadlineEndsASubscription() {
        Iterator<Wire.SubscribeResponse> messages =
                stub.withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                        .subscribe(Wire.SubscribeRequest.getDefaultInstance());
        assertThat(messages.next().hasCaughtUp()).isTrue();
        assertThatThrownBy(messages::next)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e ->
                                assertThat(e.getStatus().getCode())
                                        .isEqualTo(Status.Code.DEADLINE_EXCEEDED));
    }

    @Test
    void closingEndsWhatHasNoEndOfItsOwn() throws Exception {
        Iterator<Wire.SubscribeResponse> messages =
                stub.subscribe(Wire.SubscribeRequest.getDefaultInstance());
        assertThat(messages.next().hasCaughtUp()).isTrue();
        EventStoreGrpc.newStub(channel).appendStream(into(new LinkedBlockingQueue<>()));

        long begun = System.nanoTime();
        server.close();
        assertThat(refused(messages::next).getStatus().getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(8));
    }
}
