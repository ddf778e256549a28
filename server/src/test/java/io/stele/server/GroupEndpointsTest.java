package io.stele.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.http.HttpOptions;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadStream;
import io.stele.security.account.AccountAdmin;
import io.stele.security.account.Accounts;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class GroupEndpointsTest {

    private static final String MEMBER = "/v1/groups/mail/members/w1";
    private static final Duration LONG = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final InMemoryEventStore store = new InMemoryEventStore();
    private SteleServer server = SteleServer.start(store, options());

    private static ServerOptions options() {
        return ServerOptions.defaults().withHttp(HttpOptions.loopback(0));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void append(String stream, int events) {
        for (int i = 0; i < events; i++) {
            var _ =
                    store.append(
                            Append.to(stream, Expectation.ANY, NewEvent.json("Happened", "{}")));
        }
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                        .method(method, BodyPublishers.ofString(body));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                BodyHandlers.ofString());
    }

    private void create(String options) throws Exception {
        assertThat(send("PUT", "/v1/groups/mail", options).statusCode()).isEqualTo(201);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private JsonNode poll(String more) throws Exception {
        HttpResponse<String> answer = send("GET", MEMBER + "/deliveries?" + more, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).get("deliveries");
    }

    private boolean say(JsonNode delivery, String outcome) throws Exception {
        String body =
                "{\"outcomes\":[{\"delivery\":%s,\"outcome\":\"%s\",\"reason\":\"why not\"}]}"
                        .formatted(delivery.get("delivery"), outcome);
        HttpResponse<String> answer = send("POST", MEMBER + "/outcomes", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).get("outcomes").get(0).get("taken").asBoolean();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant latest = Instant.now().plus(LONG);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("it comes within " + LONG).isBefore(latest);
            Thread.sleep(5);
        }
    }

    private JsonNode group() {
        try {
            return json(send("GET", "/v1/groups/mail", ""));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aMemberPollsAndSaysWhatBecameOfEvents() throws Exception {
        create("{\"filter\":{\"category\":\"a\"}}");
        append("a-1", 3);
        append("b-1", 1);
        JsonNode first = poll("max=5").get(0);
        assertThat(first.get("attempt").asInt()).isEqualTo(1);
        assertThat(first.get("event").get("stream").asString()).isEqualTo("a-1");
        assertThat(poll("max=5&wait=0")).as("its stream waits for it").isEmpty();
        assertThat(say(first, "ack")).isTrue();
        assertThat(say(first, "ack")).as("said before").isFalse();
        JsonNode second = poll("max=5").get(0);
        assertThat(second.get("event").get("revision").asInt()).isEqualTo(1);
        assertThat(say(second, "retry")).isTrue();
        assertThat(group().get("counts").get("retried").asInt()).isEqualTo(1);
        assertThat(group().get("members").get(0).get("member").asString()).isEqualTo("w1");
    }

    @Test
    void aParkedStreamIsShownWithWhatWaitsInItAndReplayedOrSkipped() throws Exception {
        create("{}");
        append("a-1", 3);
        assertThat(say(poll("").get(0), "park")).isTrue();
        JsonNode parked =
                json(send("GET", "/v1/groups/mail/parked?events=2", "")).get("streams").get(0);
        assertThat(parked.get("reason").asString()).isEqualTo("why not");
        assertThat(parked.get("next").asInt()).isZero();
        assertThat(parked.get("events")).hasSize(2);
        String stream = "{\"stream\":\"a-1\"}";
        assertThat(send("POST", "/v1/groups/mail/replay", stream).statusCode()).isEqualTo(204);
        HttpResponse<String> again = send("POST", "/v1/groups/mail/replay", stream);
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(again.body()).contains("stream-not-parked");
        assertThat(say(poll("").get(0), "park")).isTrue();
        String skip = "{\"stream\":\"a-1\",\"revision\":%d}";
        assertThat(send("POST", "/v1/groups/mail/skip", skip.formatted(1)).statusCode())
                .isEqualTo(404);
        assertThat(send("POST", "/v1/groups/mail/skip", skip.formatted(0)).statusCode())
                .isEqualTo(204);
        assertThat(poll("").get(0).get("event").get("revision").asInt()).isEqualTo(1);
    }

    @Test
    void aMemberWhosePollsStopIsOneNoLonger() throws Exception {
        create("{}");
        append("a-1", 1);
        JsonNode lost = poll("lease=1").get(0);
        await(() -> group().get("members").isEmpty());
        HttpResponse<String> late =
                send(
                        "POST",
                        MEMBER + "/outcomes",
                        "{\"outcomes\":[{\"delivery\":%s,\"outcome\":\"ack\"}]}"
                                .formatted(lost.get("delivery")));
        assertThat(late.statusCode()).isEqualTo(404);
        assertThat(late.body()).contains("member-not-found");
        JsonNode again = poll("").get(0);
        assertThat(again.get("attempt").asInt()).isEqualTo(2);
        assertThat(say(lost, "ack")).as("what was given to an earlier membership").isFalse();
        assertThat(say(again, "ack")).isTrue();
        assertThat(send("DELETE", MEMBER, "").statusCode()).isEqualTo(204);
        await(() -> group().get("members").isEmpty());
    }

    @Test
    void deliveriesComeLiveForAsLongAsTheConnectionLasts() throws Exception {
        create("{}");
        append("a-1", 1);
        append("b-1", 1);
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d%s/deliveries?max=1"
                                                .formatted(server.address().getPort(), MEMBER)))
                        .header("Accept", "text/event-stream")
                        .build();
        HttpResponse<InputStream> live = client.send(request, BodyHandlers.ofInputStream());
        assertThat(live.headers().firstValue("content-type")).contains("text/event-stream");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < 2; i++) {
                assertThat(lines.readLine()).startsWith("id: ");
                assertThat(lines.readLine()).isEqualTo("event: delivery");
                String data = lines.readLine();
                assertThat(lines.readLine()).isEmpty();
                JsonNode delivery = JsonMapper.shared().readTree(data.substring("data: ".length()));
                assertThat(say(delivery, "ack")).isTrue();
            }
            assertThat(send("DELETE", "/v1/groups/mail", "").statusCode()).isEqualTo(204);
            assertThat(lines.readLine()).isEqualTo("event: ended");
            assertThat(lines.readLine()).contains("https://stele.io/problems/");
        }
    }

    @Test
    void groupsAreListedResetAndDeleted() throws Exception {
        append("a-1", 2);
        create("{\"start\":\"end\",\"window\":7}");
        HttpResponse<String> again = send("PUT", "/v1/groups/mail", "{\"window\":8}");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(json(again).get("options").get("window").asInt()).isEqualTo(7);
        assertThat(json(send("GET", "/v1/groups", "")).get("groups")).hasSize(1);
        assertThat(poll("wait=0")).isEmpty();
        assertThat(send("POST", "/v1/groups/mail/reset", "{\"start\":0}").statusCode())
                .isEqualTo(204);
        await(() -> {
            try {
                return !poll("wait=1").isEmpty();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(send("DELETE", "/v1/groups/mail", "").statusCode()).isEqualTo(204);
        HttpResponse<String> gone = send("GET", MEMBER + "/deliveries?wait=0", "");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.body()).contains("group-not-found");
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        assertThat(send("PUT", "/v1/groups/mail", "{\"window\":0}").body())
                .contains("/window", "a whole number from 1 to 32768");
        assertThat(send("PUT", "/v1/groups/mail", "{\"start\":\"soon\"}").body())
                .contains("/start", "beginning");
        assertThat(send("PUT", "/v1/groups/mail", "{\"filter\":{\"categry\":\"a\"}}").body())
                .contains("/filter/categry");
        assertThat(send("PUT", "/v1/groups/-", "{}").body()).contains("\"parameter\":\"group\"");
        create("{}");
        assertThat(poll("wait=0")).isEmpty();
        assertThat(
                        send(
                                        "POST",
                                        MEMBER + "/outcomes",
                                        "{\"outcomes\":[{\"delivery\":\"1\",\"outcome\":\"ok\"}]}")
                                .body())
                .contains("/outcomes/0/outcome", "expected ack, retry or park");
    }

    @Test
    void howGroupsFareIsInTheMetrics() throws Exception {
        create("{}");
        append("a-1", 2);
        assertThat(say(poll("max=1").get(0), "ack")).isTrue();
        Thread.sleep(1_100); // a page is told from one look a second
        assertThat(send("GET", "/metrics", "").body())
                .contains("stele_group_finished_total{group=\"mail\"} 1.0")
                .contains("stele_group_members{group=\"mail\"} 1.0")
                .contains("stele_group_member_finished_total{group=\"mail\",member=\"w1\"} 1.0");
    }

    /// Who may use a group, and in whose name it is changed.
    @Test
    void aGroupTakesTheRightToAllThatItReads() throws Exception {
        server.close();
        InMemoryEventStore secured = new InMemoryEventStore();
        try (Accounts accounts = Accounts.of(secured)) {
            AccountAdmin admin = new AccountAdmin(accounts, new SecureRandom());
            for (String name : new String[] {"reader", "writer", "operator"}) {
                admin.addUser("test", name, Cast.PASSWORD.toCharArray(), Cast.grants(name));
            }
            admin.addUser("test", "ann", Cast.PASSWORD.toCharArray(), Cast.grants("consume:a-*"));
        }
        server = SteleServer.start(secured, options().withSecurity(SecurityOptions.DEFAULT));
        var _ = secured.append(Append.to("a-1", Expectation.ANY, NewEvent.json("Happened", "{}")));
        String ofA = "{\"filter\":{\"prefix\":\"a-\"}}";
        assertThat(as("reader", "PUT", "/v1/groups/mail", ofA)).isEqualTo(403);
        assertThat(as("ann", "PUT", "/v1/groups/mail", "{}")).as("reads more").isEqualTo(403);
        assertThat(as("ann", "PUT", "/v1/groups/mail", ofA)).isEqualTo(201);
        assertThat(as("writer", "PUT", "/v1/groups/all", "{}")).isEqualTo(201);
        assertThat(as("reader", "GET", "/v1/groups/mail", "")).isEqualTo(200);
        assertThat(as("ann", "GET", "/v1/groups/all", "")).as("as if not there").isEqualTo(404);
        assertThat(as("ann", "GET", "/v1/groups/all/members/w/deliveries?wait=0", ""))
                .isEqualTo(404);
        assertThat(as("ann", "GET", MEMBER + "/deliveries", "")).isEqualTo(200);
        assertThat(as("writer", "GET", MEMBER + "/deliveries?wait=0", ""))
                .as("ann's place")
                .isEqualTo(409);
        assertThat(as("reader", "DELETE", "/v1/groups/mail", "")).isEqualTo(403);
        assertThat(as("operator", "DELETE", "/v1/groups/mail", "")).isEqualTo(403);
        assertThat(as("ann", "DELETE", "/v1/groups/all", "")).isEqualTo(404);
        assertThat(as("ann", "DELETE", "/v1/groups/mail", "")).isEqualTo(204);
        assertThat(secured.read(ReadStream.of("$group-mail")).toList())
                .extracting("actor")
                .startsWith("ann")
                .endsWith("ann");
    }

    private int as(String user, String method, String path, String body) throws Exception {
        return send(method, path, body, "Authorization", Cast.basic(user, Cast.PASSWORD))
                .statusCode();
    }
}
