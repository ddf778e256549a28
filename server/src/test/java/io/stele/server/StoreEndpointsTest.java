package io.stele.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.http.HttpOptions;
import io.stele.memory.InMemoryEventStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoreEndpointsTest {

    private static final String APPEND_ID = "0192aaaa-0000-7000-8000-000000000001";

    private final HttpClient client = HttpClient.newHttpClient();
    private SteleServer server;

    @BeforeEach
    void start() {
        ServerOptions options = ServerOptions.defaults().withHttp(HttpOptions.loopback(0));
        server = SteleServer.start(new InMemoryEventStore(), options);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        return HttpRequest.newBuilder(uri);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<String> post(String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private static String event(String type) {
        return "{\"type\":\"" + type + "\",\"data\":{\"of\":\"" + type + "\"}}";
    }

    @Test
    void appendsToAStreamAndReadsItAgain() throws Exception {
        HttpResponse<String> appended =
                post(
                        "/v1/streams/account-42",
                        "[" + event("Opened") + "," + event("Deposited") + "]",
                        "Stele-Expected",
                        "none",
                        "Stele-Actor",
                        "alice");
        assertThat(appended.statusCode()).isEqualTo(201);
        assertThat(appended.body())
                .isEqualTo(
                        """
                        {"stream":"account-42","firstRevision":0,"lastRevision":1,"position":1,\
                        "duplicate":false}\
                        """);

        HttpResponse<String> read = get("/v1/streams/account-42?limit=1");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.headers().firstValue("content-type")).contains("application/json");
        assertThat(read.body())
                .startsWith("{\"events\":[{\"position\":0,\"stream\":\"account-42\"")
                .contains("\"actor\":\"alice\"")
                .contains("\"data\":{\"of\":\"Opened\"}")
                .endsWith("],\"next\":1,\"head\":1}");
        assertThat(get("/v1/streams/account-42?from=1").body())
                .contains("Deposited")
                .doesNotContain("Opened")
                .endsWith("\"next\":null,\"head\":1}");
        assertThat(get("/v1/streams/account-42?direction=backward&limit=1").body())
                .contains("Deposited")
                .endsWith("\"next\":0,\"head\":1}");
        assertThat(get("/v1/streams/account-42/head").body())
                .isEqualTo("{\"stream\":\"account-42\",\"revision\":1,\"position\":1}");
    }

    @Test
    void aRetryWithTheSameAppendIdGetsTheSameAnswer() throws Exception {
        String[] headers = {"Stele-Append-Id", APPEND_ID, "Stele-Expected", "none"};
        HttpResponse<String> first = post("/v1/streams/a-1", event("A"), headers);
        HttpResponse<String> again = post("/v1/streams/a-1", event("A"), headers);

        assertThat(first.body()).contains("\"duplicate\":false");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body().replace("false", "true"));
        assertThat(get("/v1/appends/" + APPEND_ID).body())
                .contains("\"appendId\":\"" + APPEND_ID + "\"")
                .contains("\"duplicate\":true");
        HttpResponse<String> other = post("/v1/streams/a-1", event("B"), headers);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("/problems/append-id-reused");
    }

    @Test
    void aConflictTellsWhatTheCallerHadNotSeen() throws Exception {
        post("/v1/streams/a-1", event("A"));
        HttpResponse<String> conflict =
                post("/v1/streams/a-1", event("B"), "Stele-Expected", "none");
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(conflict.body())
                .contains("\"type\":\"https://stele.io/problems/conflict\"")
                .contains("\"expected\":\"none\",\"actual\":0,\"events\":[{\"position\":0");
        assertThat(post("/v1/streams/b-1", event("B"), "Stele-Expected", "3").body())
                .contains("\"expected\":3,\"actual\":\"none\",\"events\":[]");
    }

    @Test
    void appendsUnderACondition() throws Exception {
        String body =
                """
                {"streams":[{"stream":"user-%s","events":[{"type":"Named","data":{},"tags":["name:bob"]}]}],
                 "condition":{"failIfEventsMatch":[{"types":["Named"],"tags":["name:bob"]}]}}\
                """;
        HttpResponse<String> first = post("/v1/append", body.formatted(1));
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.body())
                .contains(
                        "\"streams\":[{\"stream\":\"user-1\",\"firstRevision\":0,\"lastRevision\":0}]")
                .endsWith("\"position\":0,\"duplicate\":false}");
        HttpResponse<String> second = post("/v1/append", body.formatted(2));
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("/problems/condition-failed").contains("\"match\":0");
    }

    @Test
    void readsTheLogWithFilters() throws Exception {
        post("/v1/streams/a-1", "[" + event("A") + "," + event("B") + "]");
        post("/v1/streams/b-1", "{\"type\":\"C\",\"data\":1,\"tags\":[\"k:1\",\"k:2\"]}");
        post("/v1/streams/$internal", event("D"));

        assertThat(types(get("/v1/events"))).isEqualTo("A B C D");
        assertThat(types(get("/v1/events?after=0&limit=2"))).isEqualTo("B C");
        assertThat(get("/v1/events?limit=2").body()).endsWith("\"next\":1,\"head\":3}");
        assertThat(types(get("/v1/events?types=A,C"))).isEqualTo("A C");
        assertThat(types(get("/v1/events?tags=k:1&tags=k:2"))).isEqualTo("C");
        assertThat(types(get("/v1/events?category=a&direction=backward"))).isEqualTo("B A");
        assertThat(types(get("/v1/events?prefix=b&system=false"))).isEqualTo("C");
        assertThat(types(get("/v1/events?system=false"))).isEqualTo("A B C");
        assertThat(
                        types(
                                post(
                                        "/v1/query",
                                        "{\"query\":[{\"types\":[\"A\"]},{\"tags\":[\"k:1\"]}]}")))
                .isEqualTo("A C");
        assertThat(get("/v1/head").body()).isEqualTo("{\"next\":4}");
    }

    private static String types(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Pattern.compile("\"type\":\"([^\"]*)\"")
                .matcher(response.body())
                .results()
                .map(match -> match.group(1))
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }

    @Test
    void streamsLines() throws Exception {
        StringBuilder many = new StringBuilder("[");
        for (int i = 0; i < 999; i++) {
            many.append(event("A")).append(',');
        }
        post("/v1/streams/a-1", many.append(event("B")).append("]").toString());
        HttpResponse<String> lines = get("/v1/events", "Accept", "application/x-ndjson");
        assertThat(lines.headers().firstValue("content-type")).contains("application/x-ndjson");
        assertThat(lines.body().lines()).hasSize(1_000).allMatch(line -> line.endsWith("}"));
        assertThat(get("/v1/streams/a-1?from=998", "Accept", "application/x-ndjson").body().lines())
                .hasSize(2);
    }

    @Test
    void tellsLiveEvents() throws Exception {
        post("/v1/streams/a-1", event("A"));
        HttpRequest live =
                request("/v1/events?after=0").header("Accept", "text/event-stream").build();
        var response = client.send(live, BodyHandlers.ofInputStream());
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(reader.readLine()).isEqualTo("id: 0");
            assertThat(reader.readLine()).isEqualTo("event: caughtUp");
            assertThat(reader.readLine()).isEqualTo("data: {\"next\":1}");
            assertThat(reader.readLine()).isEmpty();
            post("/v1/streams/a-1", event("B"));
            assertThat(reader.readLine()).isEqualTo("id: 1");
            assertThat(reader.readLine()).startsWith("data: {\"position\":1,");
        }
    }

    @Test
    void liveEventsGoOnAfterTheLastOne() throws Exception {
        post("/v1/streams/a-1", "[" + event("A") + "," + event("B") + "]");
        post("/v1/streams/a-10", event("C"));
        post("/v1/streams/a-1", event("D"));
        HttpRequest live =
                request("/v1/streams/a-1")
                        .headers("Accept", "text/event-stream", "Last-Event-ID", "0")
                        .build();
        var response = client.send(live, BodyHandlers.ofInputStream());
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(reader.readLine()).isEqualTo("id: 1");
            assertThat(reader.readLine()).contains("\"type\":\"B\"");
            assertThat(reader.readLine()).isEmpty();
            assertThat(reader.readLine()).isEqualTo("id: 3");
        }
    }

    @Test
    void keepsSnapshots() throws Exception {
        String of = "/v1/snapshots?stream=a-1&fingerprint=v1";
        assertThat(get(of).statusCode()).isEqualTo(404);
        HttpRequest.Builder put =
                request(of + "&revision=3&position=17&recordedAtMicros=5")
                        .PUT(BodyPublishers.ofString("state"));
        assertThat(send(put).statusCode()).isEqualTo(204);
        HttpResponse<String> found = get(of);
        assertThat(found.body()).isEqualTo("state");
        assertThat(found.headers().firstValue("stele-revision")).contains("3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /v1/streams/a-1                    | 404 | stream-not-found
                    /v1/streams/a-1/head               | 404 | stream-not-found
                    /v1/stream                         | 400 | invalid-parameter
                    /v1/stream?name=%2e%2e             | 404 | stream-not-found
                    /v1/streams/%2e%2e                 | 400 | invalid-request
                    /v1/streams/a-1?form=1             | 400 | unknown-parameter
                    /v1/streams/a-1?from=-1            | 400 | invalid-parameter
                    /v1/streams/a-1?from=1&from=2      | 400 | invalid-parameter
                    /v1/events?limit=0                 | 400 | invalid-parameter
                    /v1/events?limit=1001              | 400 | invalid-parameter
                    /v1/events?after=99999999999999999999 | 400 | invalid-parameter
                    /v1/events?direction=up            | 400 | invalid-parameter
                    /v1/events?system=yes              | 400 | invalid-parameter
                    /v1/events?tags=x                  | 400 | invalid-parameter
                    /v1/events?types=                  | 400 | invalid-parameter
                    /v1/appends/x                      | 400 | invalid-parameter
                    /v1/appends/0192aaaa-0000-7000-8000-000000000002 | 404 | append-not-found
                    /v1/snapshots                      | 400 | invalid-parameter
                    /v1/append                         | 405 | method-not-allowed
                    """)
    void refusesReadsThatMakeNoSense(String path, int status, String problem) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains("/problems/" + problem + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    [] | 400 | invalid-field
                    {"type":"A"} | 400 | invalid-field
                    {"type":"A","data":{},"actor":"bob"} | 400 | invalid-field
                    {"type":"A","data":{} | 400 | malformed-json
                    nonsense | 400 | malformed-json
                    """)
    void refusesAppendsThatMakeNoSense(String body, int status, String problem) throws Exception {
        HttpResponse<String> response = post("/v1/streams/a-1", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains("/problems/" + problem + "\"");
        assertThat(server.store().head().next()).isZero();
    }

    @Test
    void refusesHeadersThatMakeNoSense() throws Exception {
        assertThat(post("/v1/streams/a-1", event("A"), "Stele-Expected", "-1").body())
                .contains("invalid-parameter")
                .contains("Stele-Expected");
        assertThat(post("/v1/streams/a-1", event("A"), "Stele-Append-Id", "1").statusCode())
                .isEqualTo(400);
        assertThat(get("/v1/events", "Accept", "text/html").statusCode()).isEqualTo(406);
        assertThat(
                        get("/v1/events", "Accept", "text/event-stream", "Last-Event-ID", "x")
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void liveEventsAfterTheLastPositionOfAllAreNone() throws Exception {
        HttpRequest live =
                request("/v1/events?after=" + Long.MAX_VALUE)
                        .header("Accept", "text/event-stream")
                        .build();
        var response = client.send(live, BodyHandlers.ofInputStream());
        response.body().close();
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void refusesMoreItemsThanTheWriterShouldCheck() throws Exception {
        String items = String.join(",", Collections.nCopies(101, "{\"types\":[\"A\"]}"));
        assertThat(post("/v1/query", "{\"query\":[" + items + "]}").body())
                .contains("limit-exceeded")
                .contains("queryItemsMax");
    }

    @Test
    void refusesDataBeyondTheLimitByItsName() throws Exception {
        String body = "{\"type\":\"A\",\"data\":\"" + "x".repeat(1 << 20) + "\"}";
        HttpResponse<String> response = post("/v1/streams/a-1", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("/problems/limit-exceeded")
                .contains("eventDataBytesMax");
        assertThat(post("/v1/streams/a-1", "x".repeat((8 << 20) + 1)).statusCode()).isEqualTo(413);
    }

    @Test
    void isUpAndReady() throws Exception {
        assertThat(get("/healthz").body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        server.store().close();
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
    }

    @Test
    void listensToStrangersOnlyWhenTold() {
        ServerOptions everywhere =
                ServerOptions.defaults().withHttp(HttpOptions.loopback(0).withHost("0.0.0.0"));
        assertThatThrownBy(() -> SteleServer.start(new InMemoryEventStore(), everywhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--insecure");
        SteleServer.start(new InMemoryEventStore(), everywhere.withInsecure(true)).close();
    }
}
