package io.stele.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.stele.grpc.v1.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged input against a running server: no answer says that something went wrong in the server,
/// none takes longer than a second, and the server goes on. `-Dstele.fuzzSeconds=60` sets how long
/// for each target; `-Dstele.fuzzSeed=N` begins at a seed that a failure has named.
class HostileInputFuzz {

    private static final int SECONDS = Integer.getInteger("stele.fuzzSeconds", 4);
    private static final long SEED = Long.getLong("stele.fuzzSeed", System.nanoTime());
    private static final long ANSWER_MILLIS_MAX = 1_000;
    private static final int TRIES = 3;
    private static final int RESIDENT_MIB_MAX = 640;
    private static final int QUIET_MILLIS = 100;

    /// 505 is for what asks for a version of HTTP that there is not.
    private static final Pattern FAILED = Pattern.compile("HTTP/1\\.1 5(?!05)\\d\\d [^\\r]*");

    private static final String HEAD = " HTTP/1.1\r\nHost: a\r\n";

    @TempDir Path directory;

    /// What takes an input.
    private interface Target {

        /// @return what was wrong with the answer
        Optional<String> send(byte[] input) throws IOException;
    }

    private static void fuzz(String name, SmallServer server, List<byte[]> valid, Target target)
            throws IOException {
        // So that the server has loaded its classes.
        assertThat(target.send(valid.getFirst())).as("what is valid").isEmpty();
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long seed = SEED;
        for (; System.nanoTime() < endNanos; seed++) {
            byte[] input = new Mutator(seed).mutate(valid);
            Optional<String> wrong = slowOrWrong(target, input);
            if (wrong.isPresent() || !server.isRunning()) {
                throw new AssertionError(
                        "%s: %s%nagain: -Dstele.fuzzSeed=%d%ninput: %s%n%s"
                                .formatted(
                                        name,
                                        wrong.orElse("the server is gone"),
                                        seed,
                                        HexFormat.of().formatHex(input),
                                        server.errors()));
            }
        }
        System.out.printf("%s: %,d inputs from seed %d on%n", name, seed - SEED, SEED);
        assertThat(server.residentMib()).as("MiB").isLessThan(RESIDENT_MIB_MAX);
        assertThat(server.errors()).doesNotContain("OutOfMemory");
    }

    /// Others use the machine, too; only what is slow each time is slow.
    private static Optional<String> slowOrWrong(Target target, byte[] input) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            long begin = System.nanoTime();
            Optional<String> wrong = target.send(input);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            if (wrong.isPresent() || millis <= ANSWER_MILLIS_MAX) {
                return wrong;
            }
        }
        return Optional.of("slower than a second, " + TRIES + " times");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] post(String path, String body) {
        return ascii(
                "POST %s%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(path, HEAD, body.length(), body));
    }

    private static final String APPEND =
            "{\"streams\":[{\"stream\":\"a-1\",\"expected\":\"any\",\"events\":[{\"type\":\"A\","
                    + "\"data\":{\"n\":[1,2.5e3,null,true,\"\\u00e4\"]},\"tags\":[\"x:1\"]}]}],"
                    + "\"condition\":{\"query\":[{\"types\":[\"B\"],\"tags\":[\"x:2\"]}],\"after\":7}}";
    private static final String QUERY =
            "{\"query\":[{\"types\":[\"A\"],\"tags\":[\"x:1\"]}],\"category\":\"a\",\"after\":0,"
                    + "\"limit\":5,\"direction\":\"backward\",\"exact\":true}";

    @Test
    void bytesOfHttp() throws Exception {
        List<byte[]> valid =
                List.of(
                        ascii("GET /v1/events?after=3&types=A,B&limit=2" + HEAD + "\r\n"),
                        ascii(
                                "GET /v1/streams/a-1?from=0"
                                        + HEAD
                                        + "Accept: application/x-ndjson\r\n\r\n"),
                        ascii("HEAD /v1/head" + HEAD + "Accept: */*;q=0.5, text/html\r\n\r\n"),
                        ascii(
                                "POST /v1/query"
                                        + HEAD
                                        + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
                        post("/v1/append", APPEND));
        try (SmallServer server = new SmallServer(directory)) {
            fuzz("HTTP", server, valid, input -> http(server, input));
        }
    }

    @Test
    void bodiesAndQueries() throws Exception {
        List<byte[]> valid =
                List.of(
                        ascii(APPEND),
                        ascii(QUERY),
                        ascii("after=3&types=A,B&tags=x:1&limit=2&direction=backward&exact=true"),
                        ascii("from=0&limit=1&prefix=a-&system=false&category=a"));
        List<String> paths = List.of("/v1/append", "/v1/query", "/v1/streams/a-1", "/v1/events?");
        try (SmallServer server = new SmallServer(directory)) {
            fuzz(
                    "JSON and queries",
                    server,
                    valid,
                    input -> {
                        String path = paths.get(input.length % paths.size());
                        return path.endsWith("?")
                                ? http(server, ascii("GET " + path + query(input) + HEAD + "\r\n"))
                                : http(server, withBody(path, input));
                    });
        }
    }

    /// The input as it can stand in a request line.
    private static String query(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1).replaceAll("[^!-~]|#", "%00");
        return text.substring(0, Math.min(text.length(), 4_000));
    }

    private static byte[] withBody(String path, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ascii(
                        "POST %s%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                                .formatted(path, HEAD, body.length)));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /// Sends the input, and behind it a request after which the server closes the connection. Where
    /// the input announces more than it has, the server waits for the rest, and is told that none
    /// comes.
    private static Optional<String> http(SmallServer server, byte[] input) throws IOException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        try (Socket socket = new Socket(server.address().getAddress(), server.port())) {
            socket.setSoTimeout(QUIET_MILLIS);
            socket.getOutputStream().write(input);
            socket.getOutputStream()
                    .write(ascii("GET /healthz" + HEAD + "Connection: close\r\n\r\n"));
            read(socket, answers);
        } catch (SocketException e) {
            // closed while it was written to
        }
        Matcher failed = FAILED.matcher(answers.toString(StandardCharsets.ISO_8859_1));
        return failed.find() ? Optional.of(failed.group()) : Optional.empty();
    }

    private static void read(Socket socket, ByteArrayOutputStream answers) throws IOException {
        byte[] part = new byte[8 << 10];
        InputStream in = socket.getInputStream();
        boolean told = false;
        while (true) {
            try {
                int size = in.read(part);
                if (size < 0) {
                    return;
                }
                answers.write(part, 0, size);
            } catch (SocketTimeoutException e) {
                if (told) {
                    continue; // the time that all of it takes is measured
                }
                socket.shutdownOutput();
                told = true;
            }
        }
    }

    private static List<byte[]> messages() {
        Wire.StreamAppend part =
                Wire.StreamAppend.newBuilder()
                        .setStream("a-1")
                        .addEvents(Wire.NewEvent.newBuilder().setType("A").addTags("x:1"))
                        .build();
        Wire.AppendRequest append =
                Wire.AppendRequest.newBuilder().setActor("f").addStreams(part).build();
        return List.of(
                append.toByteArray(),
                Wire.AppendStreamRequest.newBuilder()
                        .addAppends(Wire.NumberedAppend.newBuilder().setNumber(7).setAppend(append))
                        .build()
                        .toByteArray(),
                Wire.ReadRequest.newBuilder()
                        .setStream(Wire.StreamSource.newBuilder().setStream("a-1"))
                        .setLimit(3)
                        .build()
                        .toByteArray(),
                Wire.ReadRequest.newBuilder()
                        .setLog(Wire.LogSource.getDefaultInstance())
                        .setBackward(true)
                        .setLimit(2)
                        .build()
                        .toByteArray(),
                Wire.HeadRequest.newBuilder().setStream("a-1").build().toByteArray());
    }

    @Test
    void messagesOfGrpc() throws Exception {
        List<String> methods =
                List.of(
                        "EventStore/Append",
                        "EventStore/AppendStream",
                        "EventStore/Read",
                        "EventStore/FindAppend",
                        "EventStore/Head",
                        "Snapshots/SaveSnapshot",
                        "Snapshots/LoadSnapshot");
        try (SmallServer server = new SmallServer(directory)) {
            ManagedChannel channel =
                    NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                            .usePlaintext()
                            .maxInboundMessageSize(32 << 20)
                            .build();
            try {
                fuzz(
                        "gRPC",
                        server,
                        messages(),
                        input -> {
                            String method = methods.get(input.length % methods.size());
                            return call(channel, method, input);
                        });
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static Optional<String> call(ManagedChannel channel, String method, byte[] input) {
        MethodDescriptor<byte[], byte[]> descriptor =
                MethodDescriptor.<byte[], byte[]>newBuilder()
                        .setType(MethodType.SERVER_STREAMING)
                        .setFullMethodName("stele.v1." + method)
                        .setRequestMarshaller(new AsIs())
                        .setResponseMarshaller(new AsIs())
                        .build();
        try {
            Iterator<byte[]> answers =
                    ClientCalls.blockingServerStreamingCall(
                            channel,
                            descriptor,
                            CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
                            input);
            answers.forEachRemaining(_ -> {});
            return Optional.empty();
        } catch (StatusRuntimeException e) {
            Status.Code code = e.getStatus().getCode();
            boolean failed =
                    switch (code) {
                        case INTERNAL, UNKNOWN, DATA_LOSS, UNAVAILABLE -> true;
                        default -> false;
                    };
            return failed ? Optional.of(method + ": " + e.getStatus()) : Optional.empty();
        }
    }

    /// Bytes that are sent as they are.
    private static final class AsIs implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// HTTP/2 itself. What damaged frames do to their connection is its own business.
    @Test
    void framesOfHttp2() throws Exception {
        ByteArrayOutputStream begin = new ByteArrayOutputStream();
        begin.writeBytes(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        begin.writeBytes(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}); // settings
        byte[] settings = begin.toByteArray();
        begin.writeBytes(new byte[] {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}); // ping
        begin.writeBytes(new byte[] {0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0}); // window update
        begin.writeBytes(new byte[] {0, 0, 1, 1, 4, 0, 0, 0, 1, (byte) 0x83}); // headers
        begin.writeBytes(new byte[] {0, 0, 5, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0}); // data
        try (SmallServer server = new SmallServer(directory)) {
            fuzz(
                    "HTTP/2",
                    server,
                    List.of(begin.toByteArray(), settings),
                    input -> http(server, input));
        }
    }
}
