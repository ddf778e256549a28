package io.stele.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.model.Append;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.RecordedEvent;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Command API and the queries of DESIGN 9, over HTTP, on a store in memory.
class SteleServiceTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private RunningService service;

    @BeforeEach
    void start(@TempDir Path data) {
        service =
                SteleService.named("bank")
                        .decider(Account.DECIDER)
                        .start("--store=memory:", "--port", "0", "--data=" + data);
    }

    @AfterEach
    void stop() {
        service.close();
        client.close();
    }

    @Test
    void aCommandIsAnsweredWithItsEvents() throws Exception {
        HttpResponse<String> opened = post("/api/account/42/Open", "{\"owner\":\"Ada\"}");
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.body())
                .isEqualTo(
                        "{\"stream\":\"account-42\",\"revision\":0,\"position\":0,\"events\":["
                                + "{\"type\":\"AccountOpened\",\"data\":{\"owner\":\"Ada\"},"
                                + "\"revision\":0}],\"duplicate\":false}");
        assertThat(opened.headers().firstValue("ETag")).contains("\"0\"");
        assertThat(opened.headers().firstValue("Stele-Position")).contains("0");

        HttpResponse<String> nothing = post("/api/account/42/Touch", "");
        assertThat(nothing.body())
                .isEqualTo(
                        "{\"stream\":\"account-42\",\"revision\":0,\"position\":0,\"events\":[],"
                                + "\"duplicate\":false}");
        assertThat(post("/api/account/43/Touch", "{}").body())
                .contains("\"revision\":null,\"position\":null,\"events\":[]");
    }

    @Test
    void eventsAreDescribedWithTheirVersionsAndData(@TempDir Path data) throws Exception {
        JsonNode events = JSON.readTree(get("/api/events").body());
        JsonNode opened = events.at("/categories/0/events/0");
        assertThat(opened.get("type").asString()).isEqualTo("AccountOpened");
        assertThat(opened.get("version").asInt()).isEqualTo(1);
        assertThat(opened.at("/schema/properties/owner/type").asString()).isEqualTo("string");
        assertThat(
                        JSON.readTree(get("/openapi.json").body())
                                .at("/components/schemas/account.MoneyDeposited/properties/amount"))
                .isNotEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SteleService.named("bank")
                                .decider(Account.DECIDER)
                                .checkedEvents("acount")
                                .start("--store=memory:", "--port=0", "--data=" + data))
                .withMessageContaining("no decider has the category \"acount\"");
    }

    @Test
    void aStateIsFollowedAsItBecomes() throws Exception {
        post("/api/account/42/Open", "{\"owner\":\"Ada\"}");
        try (Stream<String> lines = live("/api/account/42", "")) {
            Iterator<String> messages = lines.filter(line -> !line.isEmpty()).iterator();
            assertThat(messages.next()).isEqualTo("id: 0");
            assertThat(messages.next())
                    .startsWith("data: {\"stream\":\"account-42\",\"revision\":0,")
                    .contains("\"balance\":0");
            post("/api/account/42/Deposit", "{\"amount\":5}");
            assertThat(messages.next()).isEqualTo("id: 1");
            assertThat(messages.next()).contains("\"revision\":1", "\"balance\":5");
        }
        post("/api/account/42/Deposit", "{\"amount\":6}");
        post("/api/account/42/Deposit", "{\"amount\":7}");
        try (Stream<String> lines = live("/api/account/42", "1")) {
            Iterator<String> messages = lines.filter(line -> !line.isEmpty()).iterator();
            assertThat(messages.next()).isEqualTo("id: 2");
            assertThat(messages.next()).contains("\"revision\":2", "\"balance\":11");
            assertThat(messages.next()).isEqualTo("id: 3");
        }
    }

    @Test
    void aStateThatCannotBeFollowedIsRefused() throws Exception {
        post("/api/account/42/Open", "{\"owner\":\"Ada\"}");
        for (String path : List.of("/api/account/43", "/api/account/42?revision=0")) {
            HttpResponse<String> refused =
                    client.send(
                            HttpRequest.newBuilder(URI.create(service.uri() + path))
                                    .header("Accept", "text/event-stream")
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(refused.statusCode()).as(path).isIn(404, 400);
        }
    }

    private Stream<String> live(String path, String lastEventId) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(service.uri() + path))
                        .header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return client.send(request.build(), BodyHandlers.ofLines()).body();
    }

    @Test
    void statesWithoutCommandsCanBeReadAndTakeNone(@TempDir Path data) throws Exception {
        try (RunningService reader =
                SteleService.named("reader")
                        .decider(Decider.readOnly("seen", new Seen(0), Seen::evolve))
                        .start("--store=memory:", "--port", "0", "--data=" + data)) {
            reader.store()
                    .append(Append.to("seen-1", Expectation.NONE, NewEvent.json("Any", "{}")));
            URI uri = URI.create(reader.uri() + "/api/seen/1");
            HttpResponse<String> state =
                    client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(state.body()).endsWith("\"state\":{\"events\":1}}");

            HttpResponse<String> refused =
                    client.send(
                            HttpRequest.newBuilder(URI.create(uri + "/Do"))
                                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(refused.body()).contains("it has none at all");
            assertThat(reader.greeting()).doesNotContain("commands").contains("/api/seen/{id}");
        }
    }

    /// A state of events that somebody else appends.
    record Seen(long events) {
        Seen evolve(RecordedEvent event) {
            return new Seen(events + 1);
        }
    }

    @Test
    void aStateIsAlwaysCurrentAndCanBeAskedForAsItWas() throws Exception {
        post("/api/account/1/Open", "{\"owner\":\"Ada\"}");
        post("/api/account/1/Deposit", "{\"amount\":100}");
        post("/api/account/1/Withdraw", "{\"amount\":30}");
        post("/api/account/1/Deposit", "{\"amount\":50}");
        JsonNode now = json(get("/api/account/1"));
        assertThat(now.toString())
                .startsWith(
                        "{\"stream\":\"account-1\",\"revision\":3,\"position\":3,\"recordedAt\":\"")
                .endsWith("\"state\":{\"owner\":\"Ada\",\"balance\":120,\"status\":\"OPEN\"}}");
        long[] balances = {0, 100, 70, 120};
        for (int revision = 0; revision < balances.length; revision++) {
            JsonNode then = json(get("/api/account/1?revision=" + revision));
            assertThat(then.at("/state/balance").asLong()).isEqualTo(balances[revision]);
        }
        JsonNode events = json(get("/api/account/1/history")).get("events");
        JsonNode at = json(get("/api/account/1?at=" + events.get(3).get("recordedAt").asString()));
        assertThat(at).isEqualTo(now);
        assertThat(get("/api/account/1?revision=4").statusCode()).isEqualTo(404);
        assertThat(get("/api/account/1?at=2020-01-01T00:00:00Z").statusCode()).isEqualTo(404);
        assertThat(get("/api/account/2").statusCode()).isEqualTo(404);
    }

    @Test
    void aHistoryComesInPagesOrInLines() throws Exception {
        post("/api/account/1/Open", "{\"owner\":\"Ada\"}");
        for (int i = 0; i < 4; i++) {
            post("/api/account/1/Deposit", "{\"amount\":1}");
        }
        JsonNode page = json(get("/api/account/1/history?from=1&limit=2"));
        assertThat(page.get("events"))
                .extracting(e -> e.get("revision").asInt())
                .containsExactly(1, 2);
        assertThat(page.get("next").asInt()).isEqualTo(3);
        assertThat(page.get("head").asInt()).isEqualTo(4);
        JsonNode last = json(get("/api/account/1/history?from=3"));
        assertThat(last.get("events").size()).isEqualTo(2);
        assertThat(last.get("next").isNull()).isTrue();

        HttpResponse<String> lines =
                send(request("/api/account/1/history").header("Accept", "application/x-ndjson"));
        assertThat(lines.body().lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("{\"position\":"));
        assertThat(get("/api/account/2/history").statusCode()).isEqualTo(404);
    }

    @Test
    void aRefusalSaysWhyAndLeavesNoEvent() throws Exception {
        post("/api/account/1/Open", "{\"owner\":\"Ada\"}");
        HttpResponse<String> refused = post("/api/account/1/Withdraw", "{\"amount\":500}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(json(refused).get("reason").asString()).isEqualTo("the balance is only 0");
        assertThat(service.store().head().next()).isEqualTo(1);
    }

    @Test
    void theSameKeyWritesOnceAndBelongsToOneCommand() throws Exception {
        post("/api/account/1/Open", "{\"owner\":\"Ada\"}");
        var first = post("/api/account/1/Deposit", "{\"amount\":5}", "Idempotency-Key", "k");
        var again = post("/api/account/1/Deposit", "{ \"amount\": 5 }", "Idempotency-Key", "k");
        assertThat(again.body()).isEqualTo(first.body().replace("false", "true"));
        assertThat(again.headers().firstValue("ETag"))
                .isEqualTo(first.headers().firstValue("ETag"));
        assertThat(service.store().head().next()).isEqualTo(2);
        var other = post("/api/account/1/Deposit", "{\"amount\":6}", "Idempotency-Key", "k");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(json(other).get("type").asString()).endsWith("/idempotency-key-reused");
    }

    @Test
    void ifMatchMustHold() throws Exception {
        post("/api/account/1/Open", "{\"owner\":\"Ada\"}", "If-None-Match", "*");
        String one = "{\"amount\":1}";
        assertThat(post("/api/account/1/Deposit", one, "If-Match", "\"0\"").statusCode())
                .isEqualTo(200);
        HttpResponse<String> old = post("/api/account/1/Deposit", one, "If-Match", "\"0\"");
        assertThat(old.statusCode()).isEqualTo(412);
        assertThat(json(old).get("actual").asInt()).isEqualTo(1);
        assertThat(post("/api/account/2/Open", "{\"owner\":\"B\"}", "If-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(post("/api/account/1/Deposit", one, "If-Match", "new").statusCode())
                .isEqualTo(400);
        assertThat(service.store().head().next()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Deposit|{\"amount\":\"5\"}|invalid-field|/amount",
                "Deposit|{\"amount\":1.5}|invalid-field|/amount",
                "Deposit|{\"amount\":null}|invalid-field|/amount",
                "Deposit|{}|invalid-field|/amount",
                "Deposit|{\"amount\":5,\"to\":1}|invalid-field|/to",
                "Deposit|[5]|invalid-field|''",
                "Deposit|{\"amount\":5|malformed-json|",
                "Deposit|{\"amount\":5}{}|malformed-json|",
                "Deposit|{\"amount\":5,\"amount\":6}|malformed-json|",
            })
    void aBodyThatDoesNotFitIsNamedAndWritesNothing(
            String command, String body, String type, String field) throws Exception {
        HttpResponse<String> answer = post("/api/account/1/" + command, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("type").asString()).endsWith("/" + type);
        assertThat(json(answer).path("field").asString(null)).isEqualTo(field);
        assertThat(service.store().head().next()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a%5Cb", "%00", "%0A", "%7F", "%C0%80", "%2E%2E", "%2e"})
    void anIdThatCouldBeTakenForAPathIsRefused(String id) throws Exception {
        assertThat(post("/api/account/" + id + "/Open", "{\"owner\":\"Ada\"}").statusCode())
                .isEqualTo(400);
        assertThat(
                        post("/api/account/" + "ä".repeat(101) + "/Open", "{\"owner\":\"A\"}")
                                .statusCode())
                .isEqualTo(400);
        assertThat(service.store().head().next()).isZero();
    }

    @Test
    void idsMayBeAnyOtherText() throws Exception {
        post("/api/account/a-b%20%C3%A4:%F0%9F%98%80/Open", "{\"owner\":\"Ada\"}");
        JsonNode state = json(get("/api/account/a-b%20%C3%A4:%F0%9F%98%80"));
        assertThat(state.get("stream").asString()).isEqualTo("account-a-b ä:😀");
    }

    @Test
    void whatIsUnknownIsSaidWithWhatIsKnown() throws Exception {
        HttpResponse<String> category = post("/api/loan/1/Open", "{}");
        assertThat(category.statusCode()).isEqualTo(404);
        assertThat(json(category).get("known").toString()).isEqualTo("[\"account\"]");
        HttpResponse<String> command = post("/api/account/1/Burn", "{}");
        assertThat(command.statusCode()).isEqualTo(404);
        assertThat(json(command).get("known").toString())
                .isEqualTo("[\"Open\",\"Deposit\",\"Withdraw\",\"Touch\"]");
        assertThat(get("/api/account/1?revison=1").statusCode()).isEqualTo(400);
        assertThat(get("/api/account/1?revision=1&at=2020-01-01T00:00:00Z").statusCode())
                .isEqualTo(400);
    }

    @Test
    void twoHundredDepositsAtOnceAllCount() throws Exception {
        post("/api/account/1/Open", "{\"owner\":\"Ada\"}");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            HttpRequest deposit =
                    request("/api/account/1/Deposit")
                            .POST(BodyPublishers.ofString("{\"amount\":1}"))
                            .build();
            answers.add(client.sendAsync(deposit, BodyHandlers.ofString()));
        }
        for (var answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
        assertThat(json(get("/api/account/1")).at("/state/balance").asLong()).isEqualTo(200);
    }

    @Test
    void whoAndWhyStandInTheEvent() throws Exception {
        post(
                "/api/account/1/Open",
                "{\"owner\":\"Ada\"}",
                "Stele-Actor",
                "alice",
                "Stele-Correlation-Id",
                "c-1",
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "tracestate",
                "vendor=1");
        JsonNode event = json(get("/api/account/1/history")).at("/events/0");
        assertThat(event.get("actor").asString()).isEqualTo("alice");
        assertThat(event.at("/metadata/correlationId").asString()).isEqualTo("c-1");
        assertThat(event.at("/metadata/command").asString()).isEqualTo("Open");
        assertThat(event.at("/metadata/traceparent").asString()).contains("-00f067aa0ba902b7-");
        assertThat(event.at("/metadata/tracestate").asString()).isEqualTo("vendor=1");
    }

    @Test
    void aStreamThatCannotBeReadIsAnErrorOfTheServiceAndSaysNoMore() throws Exception {
        NewEvent foreign =
                NewEvent.of("Scanned", new EventData(io.stele.model.Bytes.EMPTY, "image/png"));
        service.store().append(Append.to("account-1", Expectation.ANY, foreign));
        assertThat(get("/api/account/1").statusCode()).isEqualTo(500);
    }

    @Test
    void theDescriptionComesFromTheRecords() throws Exception {
        JsonNode api = json(get("/openapi.json"));
        JsonNode deposit = api.at("/paths/~1api~1account~1{id}~1Deposit/post/requestBody");
        assertThat(deposit.at("/content/application~1json/schema/properties/amount").toString())
                .isEqualTo("{\"type\":\"integer\",\"format\":\"int64\"}");
        assertThat(service.greeting())
                .contains("POST /api/account/{id}/Open | Deposit | Withdraw | Touch")
                .contains("/api/account/1/Open -d '{\"owner\": \"Ada\"}'");
    }

    @Test
    void whatCannotStartSaysWhy(@TempDir Path data) {
        SteleService bank = SteleService.named("bank").decider(Account.DECIDER);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bank.start("--prot=1"))
                .withMessage("unknown option --prot");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bank.start("--port", "x"))
                .withMessageContaining("--port must be a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bank.start("--host", "0.0.0.0", "--store=memory:"))
                .withMessageContaining("--insecure");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bank.start("--data=" + data, "--store=nowhere:"))
                .withMessageContaining("no event store for the address \"nowhere:\"");
        assertThatThrownBy(() ->
                        bank.start(
                                "--data=" + data,
                                "--store=memory:",
                                "--port=" + service.uri().getPort()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1 port");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SteleService.named("twice")
                                .decider(Account.DECIDER)
                                .decider(Account.DECIDER)
                                .start("--store=memory:", "--data=" + data, "--port=0"))
                .withMessageContaining("two deciders have the category \"account\"");
    }

    private HttpResponse<String> post(String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service.uri() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }
}
