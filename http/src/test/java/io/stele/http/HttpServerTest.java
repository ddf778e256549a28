package io.stele.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.model.Bytes;
import io.stele.model.UnavailableException;
import io.stele.protocol.ProblemKind;
import io.stele.security.Right;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpServerTest {

    private static final HttpTimeouts SHORT =
            new HttpTimeouts(
                    Duration.ofMillis(500),
                    Duration.ofMillis(200),
                    Duration.ofMillis(200),
                    Duration.ofMillis(500),
                    Duration.ofMillis(500),
                    Duration.ofMillis(500));

    private static HttpServer server;
    private static HttpServer hasty;
    private static final CountDownLatch STREAM_BROKE = new CountDownLatch(1);

    @BeforeAll
    static void start() {
        HttpLimits limits = HttpLimits.DEFAULT.withBodyBytesMax(1_000);
        HttpOptions options = HttpOptions.loopback(0).withLimits(limits);
        server = HttpServer.start(options, router());
        hasty = HttpServer.start(options.withTimeouts(SHORT), router());
    }

    @AfterAll
    static void stop() {
        server.close();
        hasty.close();
    }

    private static Router router() {
        return new Router()
                .add(
                        Method.GET,
                        "/hello/{name}",
                        Right.PUBLIC,
                        Handler.direct(r -> Response.text(200, "hello " + r.pathParameter("name"))))
                .add(
                        Method.GET,
                        "/rest/{first}/{rest...}",
                        Right.PUBLIC,
                        Handler.direct(r ->
                                Response.text(
                                        200,
                                        r.pathParameter("first")
                                                + " then "
                                                + r.pathParameter("rest"))))
                .add(
                        Method.GET,
                        "/query",
                        Right.PUBLIC,
                        Handler.direct(r -> Response.json(200, Map.of("q", r.query()))))
                .add(
                        Method.GET,
                        "/actor",
                        Right.PUBLIC,
                        Handler.direct(r -> Response.text(200, r.actor())))
                .add(
                        Method.POST,
                        "/echo",
                        Right.PUBLIC,
                        r ->
                                CompletableFuture.completedFuture(
                                        Response.bytes(200, "a/b", r.body())))
                .add(Method.PUT, "/echo", Right.PUBLIC, Handler.blocking(r -> Response.empty(204)))
                .add(
                        Method.GET,
                        "/thread",
                        Right.PUBLIC,
                        Handler.blocking(
                                r -> Response.text(200, "" + Thread.currentThread().isVirtual())))
                .add(Method.GET, "/bug", Right.PUBLIC, Handler.blocking(HttpServerTest::bug))
                .add(
                        Method.GET,
                        "/unavailable",
                        Right.PUBLIC,
                        r -> CompletableFuture.failedFuture(new UnavailableException("not today")))
                .add(
                        Method.GET,
                        "/stream",
                        Right.PUBLIC,
                        Handler.direct(r -> stream(HttpServerTest::numbers)))
                .add(
                        Method.GET,
                        "/endless",
                        Right.PUBLIC,
                        Handler.direct(r -> stream(HttpServerTest::endless)))
                .add(
                        Method.GET,
                        "/late-problem",
                        Right.PUBLIC,
                        Handler.direct(r -> stream(HttpServerTest::latelyRefused)))
                .add(
                        Method.GET,
                        "/broken",
                        Right.PUBLIC,
                        Handler.direct(r -> stream(HttpServerTest::breaks)));
    }

    private static Response stream(StreamingBody body) {
        return Response.stream(200, "text/plain", body);
    }

    private static Response bug(Request request) {
        throw new IllegalStateException("secret");
    }

    private static void numbers(BodyWriter out) throws IOException {
        for (int i = 0; i < 10_000; i++) {
            out.write((i + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void endless(BodyWriter out) throws IOException {
        try {
            while (!out.shouldEnd()) {
                out.write(new byte[1_000]);
            }
        } finally {
            STREAM_BROKE.countDown();
        }
    }

    private static void latelyRefused(BodyWriter out) throws IOException {
        out.write('x');
        throw ProblemKind.STREAM_NOT_FOUND.exception("no such stream");
    }

    private static void breaks(BodyWriter out) throws IOException {
        out.write('x');
        out.flush();
        throw new IOException("the disk is gone");
    }

    private static String get(String path) {
        return RawClient.askLine(server, "GET " + path + " HTTP/1.1");
    }

    @Test
    void decodesThePath() {
        assertThat(get("/hello/z%C3%B6e%2Fx"))
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("hello zöe/x");
    }

    @Test
    void decodesTheQuery() {
        assertThat(get("/query?a=1&a=%20x+y&b"))
                .endsWith("{\"q\":{\"a\":[\"1\",\" x y\"],\"b\":[\"\"]}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hello/%",
                "/hello/%4",
                "/hello/%zz",
                "/hello/%ff",
                "/hello/%c0%af",
                "/hello/%ed%a0%80",
                "/hello/%00",
                "/hello/a%0Ab",
                "/hello/%7f",
                "/hello/.",
                "/hello/..",
                "/hello/%2e",
                "/hello/%2E%2e",
                "/hello/../hello/x",
                "/hello/a#b",
                "/hello/\u00e9",
                "hello",
                "*",
                "/query?a=%ff",
                "/query?a=%0"
            })
    void refusesPathsThatAreOdd(String path) {
        assertThat(get(path))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json")
                .contains("/problems/invalid-request\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nothing",
                "/hello",
                "/hello/",
                "/hello/a/b",
                "//hello/a",
                "/hello/a/"
            })
    void knowsNoOtherPaths(String path) {
        assertThat(get(path)).startsWith("HTTP/1.1 404 ").contains("/problems/not-found\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "GET", "PATCH", "OPTIONS", "FOO"})
    void saysWhichMethodsAPathTakes(String method) {
        assertThat(RawClient.askLine(server, method + " /echo HTTP/1.1"))
                .startsWith("HTTP/1.1 405 ")
                .contains("allow: POST, PUT\r\n");
    }

    @Test
    void answersHeadWithoutTheBody() {
        String answer = RawClient.askLine(server, "HEAD /hello/bob HTTP/1.1");
        assertThat(answer).contains("content-length: 9\r\n").endsWith("\r\n\r\n");
        assertThat(RawClient.askLine(server, "HEAD /stream HTTP/1.1"))
                .startsWith("HTTP/1.1 200")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET /hello/a HTTP/1.1\\r\\n\\r\\n | 400
                    GET /hello/a HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n | 400
                    GET /hello/a HTTP/2.0\\r\\nHost: a\\r\\n\\r\\n | 505
                    GET /hello/a\\r\\n\\r\\n | 400
                    GET /hello/a b HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n | 400
                    GET /hello/a HTTP/1.1\\nHost: a\\n\\n | 400
                    GET /hello/a HTTP/1.1\\r\\nHost : a\\r\\n\\r\\n | 400
                    GET /hello/a HTTP/1.1\\r\\nHost: a\\r\\nx\\0y: 1\\r\\n\\r\\n | 400
                    GET /hello/a HTTP/1.1\\r\\nHost: a\\r\\nno colon\\r\\n\\r\\n | 400
                    POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: x\\r\\n\\r\\n | 400
                    POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: -1\\r\\n\\r\\n | 400
                    POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n | 400
                    POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 400
                    POST /echo HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n | 400
                    POST /echo HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: identity\\r\\n\\r\\n | 400
                    POST /echo HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 400
                    POST /echo HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | 400
                    POST /echo HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nabc | 400
                    POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1001\\r\\n\\r\\n | 413
                    POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 99999999999\\r\\nExpect: 100-continue\\r\\n\\r\\n | 413
                    POST /echo HTTP/1.1\\r\\nHost: a\\r\\nExpect: 200-maybe\\r\\nContent-Length: 1\\r\\n\\r\\n | 417
                    POST /nothing HTTP/1.1\\r\\nHost: a\\r\\nExpect: 100-continue\\r\\nContent-Length: 1\\r\\n\\r\\n | 404
                    \\26\\3\\1 | 400
                    """)
    void refusesWhatIsNotHttpAndClosesTheConnection(String request, int status) {
        String answer = RawClient.ask(server, request.translateEscapes() + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("problem+json");
        assertThat(answer).contains("connection: close");
    }

    @Test
    void boundsRequestLineHeadersAndChunkedBodies() {
        String host = " HTTP/1.1\r\nHost: a\r\n";
        assertThat(RawClient.ask(server, "GET /" + "a".repeat(9_000) + host + "\r\n"))
                .startsWith("HTTP/1.1 414");
        assertThat(RawClient.ask(server, "GET /" + host + "x: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        String chunk = "100\r\n" + "a".repeat(256) + "\r\n";
        assertThat(
                        RawClient.ask(
                                server,
                                "POST /echo"
                                        + host
                                        + "Transfer-Encoding: chunked\r\n\r\n"
                                        + chunk.repeat(4_000)))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void servesPipelinedRequestsInOrder() {
        try (RawClient client = new RawClient(server)) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 2_000; i++) {
                requests.append("GET /hello/").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            client.send(requests + "GET /thread HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            String answers = client.readToEnd();
            int at = 0;
            for (int i = 0; i < 2_000; i++) {
                at = answers.indexOf("hello " + i, at);
                assertThat(at).as("answer " + i).isPositive();
            }
            assertThat(answers).endsWith("true");
        }
    }

    @Test
    void pipelinesBehindAStreamToo() {
        try (RawClient client = new RawClient(server)) {
            client.send(
                    "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n"
                            .concat(
                                    "GET /hello/next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
            assertThat(client.readToEnd())
                    .contains("transfer-encoding: chunked")
                    .contains("\n9999\n")
                    .endsWith("hello next");
        }
    }

    @Test
    void asksForTheBodyWhereTheClientWaits() {
        try (RawClient client = new RawClient(server)) {
            client.send(
                    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.readTo("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("abc");
            assertThat(client.readTo("abc")).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void goesOnAfterARequestThatHadNoRoute() {
        try (RawClient client = new RawClient(server)) {
            client.send("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(client.readTo("}")).startsWith("HTTP/1.1 404");
            client.send("GET /hello/b HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readTo("hello b")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void speaksHttp10() {
        assertThat(RawClient.ask(server, "GET /hello/b HTTP/1.0\r\n\r\n"))
                .contains("connection: close")
                .endsWith("hello b");
        assertThat(RawClient.ask(server, "GET /stream HTTP/1.0\r\n\r\n"))
                .doesNotContain("chunked")
                .endsWith("\n9998\n9999\n");
    }

    @Test
    void takesTheActorFromItsHeader() {
        String head = "GET /actor HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
        assertThat(RawClient.ask(server, head + "\r\n")).endsWith("anonymous");
        assertThat(RawClient.ask(server, head + "Stele-Actor: alice\r\n\r\n")).endsWith("alice");
        assertThat(RawClient.ask(server, head + "Stele-Actor: zo%C3%AB\r\n\r\n")).endsWith("zoë");
        for (String odd : List.of("%00", "a\tb", "a\u0085b")) {
            assertThat(RawClient.ask(server, head + "Stele-Actor: " + odd + "\r\n\r\n"))
                    .contains(" 400 ");
        }
    }

    @Test
    void takesNoChangesFromOtherSites() {
        String head = "POST /echo HTTP/1.1\r\nHost: a:1\r\nConnection: close\r\n";
        assertThat(RawClient.ask(server, head + "Origin: http://evil\r\n\r\n")).contains(" 403 ");
        assertThat(RawClient.ask(server, head + "Origin: null\r\n\r\n")).contains(" 403 ");
        assertThat(RawClient.ask(server, head + "Origin:\r\n\r\n")).contains(" 403 ");
        assertThat(RawClient.ask(server, head + "Origin: http://a:1\r\n\r\n")).contains(" 200 ");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8420, 200",
        "[::1]:8420, 200",
        "localhost:8420, 200",
        "bank.localhost, 200",
        "rebound.example.org:8420, 403",
        "127.0.0.1.example.org, 403"
    })
    void takesRequestsOnlyUnderItsOwnNames(String host, int status) {
        String head = "GET /hello/a HTTP/1.1\r\nConnection: close\r\nHost: ";
        assertThat(RawClient.ask(server, head + host + "\r\n\r\n")).contains(" " + status + " ");
    }

    @Test
    void tellsNothingOfABugButItsId() {
        assertThat(get("/bug"))
                .startsWith("HTTP/1.1 500 ")
                .contains("/problems/internal")
                .doesNotContain("secret");
    }

    @Test
    void mapsWhatAStoreThrows() {
        assertThat(get("/unavailable"))
                .startsWith("HTTP/1.1 503 ")
                .contains("retry-after: 1")
                .contains("\"detail\":\"not today\"");
    }

    @Test
    void answersAProblemThatComesBeforeTheFirstByte() {
        assertThat(get("/late-problem")).startsWith("HTTP/1.1 404 ").contains("stream-not-found");
    }

    @Test
    void breaksTheConnectionWhenAStreamFails() {
        assertThat(get("/broken")).contains("\r\n1\r\nx\r\n").doesNotContain("\r\n0\r\n");
    }

    @Test
    void holdsAStreamBackWhileTheClientIsSlowAndEndsItWhenTheClientIsGone() throws Exception {
        try (RawClient client = new RawClient(server)) {
            client.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readTo("\r\n\r\n")).startsWith("HTTP/1.1 200");
            assertThat(STREAM_BROKE.await(100, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(STREAM_BROKE.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /hello/a HTTP/1.1\r\nHo",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na"
            })
    void doesNotWaitForSlowRequests(String beginning) {
        assertThat(RawClient.ask(hasty, beginning)).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void theLastParameterMayStandForAllThatIsLeft() {
        for (String rest : List.of("a", "a/b", "x001/067.p/112", "a/")) {
            assertThat(RawClient.ask(hasty, "GET /rest/1/" + rest + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .endsWith("1 then " + rest);
        }
        assertThat(RawClient.ask(hasty, "GET /rest/1 HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
        assertThat(RawClient.ask(hasty, "GET /rest/1/ HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
        Router router = new Router();
        Handler any = Handler.direct(r -> Response.empty(204));
        assertThatThrownBy(() -> router.add(Method.GET, "/{a...}/b", Right.PUBLIC, any))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closesIdleConnections() {
        assertThat(RawClient.ask(hasty, "")).isEmpty();
        assertThat(RawClient.ask(hasty, "GET /hello/a HTTP/1.1\r\nHost: a\r\n\r\n"))
                .endsWith("hello a");
    }

    @Test
    void finishesRequestsAtHandWhenItCloses() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Router router =
                new Router()
                        .add(
                                Method.GET,
                                "/slow",
                                Right.PUBLIC,
                                Handler.blocking(request -> {
                                    begun.countDown();
                                    goOn.await();
                                    return Response.bytes(200, "a/b", Bytes.utf8("done"));
                                }));
        HttpServer closing = HttpServer.start(HttpOptions.loopback(0), router);
        try (RawClient client = new RawClient(closing);
                RawClient idle = new RawClient(closing)) {
            client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            begun.await();
            Thread closer = Thread.ofVirtual().start(closing::close);
            assertThat(idle.readToEnd()).isEmpty();
            goOn.countDown();
            assertThat(client.readToEnd()).contains("connection: close").endsWith("done");
            closer.join();
        }
    }

    @Test
    void refusesConnectionsBeyondTheLimit() {
        HttpLimits one = HttpLimits.DEFAULT.withConnections(1, 1).withStreams(1, 1);
        try (HttpServer small =
                        HttpServer.start(HttpOptions.loopback(0).withLimits(one), router());
                RawClient first = new RawClient(small)) {
            first.send("GET /hello/a HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(first.readTo("hello a")).contains(" 200 ");
            assertThat(RawClient.ask(small, "")).startsWith("HTTP/1.1 429 ");
        }
    }
}
