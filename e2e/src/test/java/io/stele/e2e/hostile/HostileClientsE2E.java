package io.stele.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.stele.e2e.TestKeys;
import io.stele.grpc.v1.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients can do to a server that has a heap of 192 MiB: another client's appends go on
/// meanwhile, and memory stays within bounds. `-Dstele.hostile=2000` sets how many connections there
/// are.
class HostileClientsE2E {

    private static final int CONNECTIONS = Integer.getInteger("stele.hostile", 200);
    private static final int RESIDENT_MIB_MAX = 640;

    // Others use the machine, too: what is looked for is a server that has no time for good
    // clients.
    private static final int P50_MILLIS_MAX = 500;
    private static final int P99_MILLIS_MAX = 5_000;
    private static final long TEN_GB = 10_000_000_000L;
    private static final String EVENT_STORE = "/stele.v1.EventStore/";

    @TempDir Path directory;

    private interface Attack {
        void on(SmallServer server) throws Exception;
    }

    private void survives(String what, Attack attack) throws Exception {
        try (SmallServer server = new SmallServer(directory);
                GoodClient good = new GoodClient(server.port())) {
            attack.on(server);
            report(what, server, good);
        }
    }

    private static void report(String what, SmallServer server, GoodClient good) throws Exception {
        GoodClient.Times times = good.stop();
        long resident = server.residentMib();
        System.out.printf(
                "%s: %d appends of the good client, p50 %d ms, p99 %d ms, server %d MiB%n",
                what, times.appends(), times.p50Millis(), times.p99Millis(), resident);
        assertThat(server.isRunning()).isTrue();
        assertThat(server.errors()).doesNotContain("OutOfMemory");
        assertThat(resident).as("MiB").isLessThan(RESIDENT_MIB_MAX);
        assertThat(times.p50Millis()).as("ms of the good client").isLessThan(P50_MILLIS_MAX);
        assertThat(times.p99Millis()).as("p99 of the good client").isLessThan(P99_MILLIS_MAX);
    }

    private static void lookOn() throws InterruptedException {
        TimeUnit.SECONDS.sleep(3); // the time in which the good client is watched
    }

    @Test
    void slowHeadersAndSlowBodies() throws Exception {
        survives(
                "slow requests",
                server -> {
                    int half = CONNECTIONS / 2;
                    String body =
                            "POST /v1/append HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n{";
                    try (Dribblers _ =
                                    new Dribblers(
                                            server.address(),
                                            half,
                                            "GET / HTTP/1.1\r\nHost: a\r\nX: ");
                            Dribblers _ = new Dribblers(server.address(), half, body)) {
                        lookOn();
                    }
                });
    }

    @Test
    void slowHandshakes() throws Exception {
        TestKeys keys = TestKeys.make(directory);
        try (SmallServer server = new SmallServer(directory, keys.certificate(), keys.key());
                GoodClient good = new GoodClient(server.port(), keys.certificate());
                Dribblers _ =
                        new Dribblers(server.address(), CONNECTIONS, new byte[] {22, 3, 1, 2, 0})) {
            lookOn();
            report("slow handshakes", server, good);
        }
    }

    @Test
    void rapidResets() throws Exception {
        survives(
                "rapid resets",
                server -> {
                    for (int i = 0; i < 5; i++) {
                        try (Http2Client client = new Http2Client(server.address(), 1 << 16)) {
                            resetUntilRefused(client);
                        }
                    }
                });
    }

    private static void resetUntilRefused(Http2Client client) {
        try {
            for (int i = 0; i < 100_000; i++) {
                client.reset(client.call(EVENT_STORE + "Head"));
            }
            throw new AssertionError("100,000 resets, and the connection is still open");
        } catch (IOException e) {
            // refused
        }
    }

    @Test
    void floodsOfPings() throws Exception {
        survives(
                "pings",
                server -> {
                    try (Http2Client client = new Http2Client(server.address(), 1 << 16)) {
                        sendPings(client);
                        client.awaitGoodbye();
                        lookOn();
                    }
                });
    }

    private static void sendPings(Http2Client client) {
        try {
            for (int i = 0; i < 10_000; i++) {
                client.send(Http2Client.PING, 0, 0, new byte[8]);
            }
        } catch (IOException e) {
            // refused
        }
    }

    @Test
    void readersThatTakeNothing() throws Exception {
        survives(
                "zero windows",
                server -> {
                    fill(server);
                    try (Http2Client client = new Http2Client(server.address(), 0)) {
                        for (int i = 0; i < CONNECTIONS; i++) {
                            boolean live = i % 2 == 0;
                            int stream = client.call(EVENT_STORE + (live ? "Subscribe" : "Read"));
                            client.message(
                                    stream,
                                    live
                                            ? Wire.SubscribeRequest.getDefaultInstance()
                                            : Wire.ReadRequest.newBuilder()
                                                    .setLog(Wire.LogSource.getDefaultInstance())
                                                    .build(),
                                    true);
                        }
                        lookOn();
                    }
                });
    }

    /// 32 MiB of events.
    private static void fill(SmallServer server) throws IOException {
        try (Http2Client client = new Http2Client(server.address(), 1 << 20)) {
            int stream = client.call(EVENT_STORE + "AppendStream");
            for (int i = 0; i < 128; i++) {
                client.message(stream, appends("large-" + i, i, 1, 12 << 10), false);
            }
            while (client.read().type() != Http2Client.DATA) {
                // until something is answered
            }
        }
    }

    private static Wire.AppendStreamRequest appends(
            String name, long number, int count, int bytes) {
        Wire.NewEvent event =
                Wire.NewEvent.newBuilder()
                        .setType("A")
                        .setData(ByteString.copyFrom(new byte[bytes]))
                        .build();
        Wire.AppendStreamRequest.Builder message = Wire.AppendStreamRequest.newBuilder();
        for (int i = 0; i < count; i++) {
            Wire.StreamAppend part =
                    Wire.StreamAppend.newBuilder().setStream(name).addEvents(event).build();
            message.addAppends(
                    Wire.NumberedAppend.newBuilder()
                            .setNumber(number * 1_000 + i)
                            .setAppend(Wire.AppendRequest.newBuilder().addStreams(part)));
        }
        return message.build();
    }

    @Test
    void writersThatDoNotReadTheirAnswers() throws Exception {
        survives(
                "unread answers",
                server -> {
                    try (Http2Client client = new Http2Client(server.address(), 0)) {
                        int stream = client.call(EVENT_STORE + "AppendStream");
                        Thread sending =
                                Thread.ofPlatform().daemon().start(() -> flood(client, stream));
                        lookOn();
                        assertThat(sending.isAlive()).as("flow control holds it").isTrue();
                    }
                });
    }

    private static void flood(Http2Client client, int stream) {
        try {
            for (int i = 0; i < 1_000_000; i++) {
                client.message(stream, appends("flood-1", i, 100, 10), false);
            }
        } catch (IOException e) {
            // closed at the end
        }
    }

    @Test
    void manyCallsWithLargeMessagesThatDoNotEnd() throws Exception {
        survives(
                "large messages in many calls",
                server -> {
                    try (Http2Client client = new Http2Client(server.address(), 1 << 16)) {
                        var _ = Thread.ofPlatform().daemon().start(() -> sendParts(client));
                        lookOn();
                    }
                });
    }

    /// Of messages of 8 MiB each all but the end; together 2 GiB.
    private static void sendParts(Http2Client client) {
        byte[] begin = new byte[16 << 10];
        begin[2] = 0x7f; // a length of almost 8 MiB
        try {
            int[] streams = new int[256];
            Arrays.setAll(streams, i -> call(client));
            for (int part = 0; part < 500; part++) {
                for (int stream : streams) {
                    client.data(stream, part == 0 ? begin : new byte[16 << 10], false);
                }
            }
        } catch (IOException e) {
            // refused, or closed at the end
        }
    }

    private static int call(Http2Client client) {
        try {
            return client.call(EVENT_STORE + "Append");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void moreCallsThanAConnectionMayHave() throws Exception {
        survives(
                "many calls",
                server -> {
                    try (Http2Client client = new Http2Client(server.address(), 1 << 16)) {
                        for (int i = 0; i < 300; i++) {
                            int _ = client.call(EVENT_STORE + "Subscribe");
                        }
                        while (client.read().type() != Http2Client.RST_STREAM) {
                            // until one is refused
                        }
                        lookOn();
                    }
                });
    }

    @Test
    void tenGigabytesThatAreAnnounced() throws Exception {
        survives(
                "10 GB announced",
                server -> {
                    try (Socket socket = connect(server)) {
                        send(socket, "Content-Length: " + TEN_GB);
                        assertThat(firstLine(socket)).startsWith("HTTP/1.1 413 ");
                    }
                });
    }

    @Test
    void tenGigabytesInChunks() throws Exception {
        survives(
                "10 GB in chunks",
                server -> {
                    try (Socket socket = connect(server)) {
                        send(socket, "Transfer-Encoding: chunked");
                        assertThat(sendChunks(socket)).isLessThan(TEN_GB / 20);
                        assertThat(firstLine(socket)).startsWith("HTTP/1.1 413 ");
                    }
                });
    }

    /// @return how many bytes the server took until it had enough
    private static long sendChunks(Socket socket) throws IOException {
        byte[] chunk =
                ("10000\r\n" + "x".repeat(1 << 16) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        long sent = 0;
        while (sent < TEN_GB && socket.getInputStream().available() == 0) {
            socket.getOutputStream().write(chunk);
            sent += chunk.length;
        }
        return sent;
    }

    private static Socket connect(SmallServer server) throws IOException {
        Socket socket = new Socket(server.address().getAddress(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String header) throws IOException {
        OutputStream out = socket.getOutputStream();
        String head =
                "POST /v1/append HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        + header
                        + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
    }

    private static String firstLine(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\r'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString();
    }
}
