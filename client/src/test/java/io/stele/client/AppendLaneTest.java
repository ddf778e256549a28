package io.stele.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.stele.grpc.ResultMessages;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.Wire;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What goes over the network, as a server sees it.
class AppendLaneTest {

    private static final int APPENDS = 100;

    private final Rounds rounds = new Rounds();

    @SuppressWarnings("NullAway.Init") // before each test
    private Server server;

    @BeforeEach
    void start() throws Exception {
        server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(rounds)
                        .build()
                        .start();
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    @Test
    void whatTheAnswersOfOneMessageSetOffGoesOutInOneMessage() throws Exception {
        try (RemoteEventStore store =
                new RemoteEventStore(
                        "stele://127.0.0.1:" + server.getPort(), ClientOptions.DEFAULT)) {
            List<CompletableFuture<AppendResult>> all =
                    IntStream.range(0, APPENDS)
                            .mapToObj(i -> append(store, i).thenCompose(done -> append(store, i)))
                            .toList();
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .get(30, TimeUnit.SECONDS);
        }
        assertThat(rounds.messagesOfSecond()).isEqualTo(1);
    }

    private static CompletableFuture<AppendResult> append(RemoteEventStore store, int i) {
        return store.appendAsync(Append.to("a-" + i, Expectation.ANY, NewEvent.json("A", "{}")));
    }

    /// Answers each [#APPENDS] appends in one message, when all of them are there.
    private static final class Rounds extends EventStoreGrpc.EventStoreImplBase {

        private final List<Integer> sizes = new ArrayList<>();

        synchronized long messagesOfSecond() {
            int before = 0;
            int messages = 0;
            for (int size : sizes) {
                messages += before >= APPENDS ? 1 : 0;
                before += size;
            }
            return messages;
        }

        private synchronized void came(int size) {
            sizes.add(size);
        }

        @Override
        public StreamObserver<Wire.AppendStreamRequest> appendStream(
                StreamObserver<Wire.AppendStreamResponse> client) {
            List<Wire.NumberedAppend> waiting = new ArrayList<>();
            return new StreamObserver<>() {
                @Override
                public void onNext(Wire.AppendStreamRequest message) {
                    came(message.getAppendsCount());
                    waiting.addAll(message.getAppendsList());
                    if (waiting.size() >= APPENDS) {
                        client.onNext(answer(waiting));
                        waiting.clear();
                    }
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {
                    client.onCompleted();
                }
            };
        }

        private static Wire.AppendStreamResponse answer(List<Wire.NumberedAppend> appends) {
            Wire.AppendStreamResponse.Builder message = Wire.AppendStreamResponse.newBuilder();
            Appended done = new Appended(List.of(), Position.of(1), false);
            appends.forEach(append ->
                    message.addAnswers(
                            Wire.NumberedAnswer.newBuilder()
                                    .setNumber(append.getNumber())
                                    .setResponse(
                                            ResultMessages.write(
                                                    UUID.fromString(
                                                            append.getAppend().getAppendId()),
                                                    done))));
            return message.build();
        }
    }
}
