package io.stele.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.http.HttpOptions;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.security.account.AccountAdmin;
import io.stele.security.account.Accounts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditEndpointsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<SteleServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        client.close();
        servers.forEach(SteleServer::close);
        store.close();
    }

    private SteleServer start(ServerOptions options) {
        SteleServer server = SteleServer.start(store, options.withHttp(HttpOptions.loopback(0)));
        servers.add(server);
        return server;
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        if (servers.isEmpty()) {
            start(ServerOptions.defaults());
        }
        URI uri = URI.create("http://127.0.0.1:" + servers.getFirst().address().getPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                BodyHandlers.ofString());
    }

    /// @return its last event
    private RecordedEvent append(String stream, String type, String actor, Metadata metadata) {
        NewEvent event = NewEvent.json(type, "{\"of\":\"" + type + "\"}").withMetadata(metadata);
        assertThat(store.append(Append.to(stream, Expectation.ANY, event).by(actor))).isNotNull();
        return store.read(ReadLog.all().backward().limit(1)).toList().getFirst();
    }

    private static Metadata caused(String correlation, String cause) {
        return Metadata.of(Metadata.CORRELATION_ID, correlation).with(Metadata.CAUSATION_ID, cause);
    }

    private void story() {
        append("account-1", "Opened", "ann", caused("c-1", "cmd-1"));
        append("account-2", "Opened", "bob", caused("c-2", "cmd-2"));
        append("account-1", "Paid", "ann", caused("c-3", "cmd-3"));
        append("account-10", "Opened", "ann", Metadata.EMPTY);
    }

    private static List<Long> positions(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<Long> positions = new ArrayList<>();
        JSON.readTree(answer.body())
                .get("events")
                .forEach(event -> positions.add(event.get("position").asLong()));
        return positions;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "actor=ann; 0,2,3",
                "actor=an; ''",
                "types=Opened; 0,1,3",
                "types=Opened&actor=ann; 0,3",
                "stream=account-1; 0,2",
                "prefix=account-1; 0,2,3",
                "category=account&after=1; 2,3",
                "correlationId=c-2; 1",
                "last=1; 0,1",
                "after=0&last=2&actor=ann; 2",
                "until=2020-01-01T00:00:00Z; ''",
                "since=2020-01-01T00:00:00Z&actor=bob; 1",
                "since=2100-01-01T00:00:00Z; ''"
            })
    void everyPartOfTheQueryHasToHold(String query, String expected) throws Exception {
        story();
        List<Long> wanted = new ArrayList<>();
        for (String each : expected.isEmpty() ? new String[0] : expected.split(",", -1)) {
            wanted.add(Long.parseLong(each));
        }
        assertThat(positions(get("/v1/audit?" + query))).as(query).isEqualTo(wanted);
    }

    @Test
    void aTimeIsFoundToTheMicrosecond() throws Exception {
        story();
        List<RecordedEvent> all = store.read(ReadLog.all()).toList();
        for (RecordedEvent event : all) {
            List<Long> since =
                    all.stream()
                            .filter(each -> !each.recordedAt().isBefore(event.recordedAt()))
                            .map(each -> each.position().value())
                            .toList();
            List<Long> until =
                    all.stream()
                            .filter(each -> each.recordedAt().isBefore(event.recordedAt()))
                            .map(each -> each.position().value())
                            .toList();
            assertThat(positions(get("/v1/audit?since=" + event.recordedAt()))).isEqualTo(since);
            assertThat(positions(get("/v1/audit?until=" + event.recordedAt()))).isEqualTo(until);
        }
    }

    @Test
    void pagesAreStableWhileTheLogGrows() throws Exception {
        story();
        HttpResponse<String> first = get("/v1/audit?actor=ann&limit=2");
        assertThat(positions(first)).containsExactly(0L, 2L);
        long next = JSON.readTree(first.body()).get("next").asLong();
        append("account-1", "Paid", "ann", Metadata.EMPTY);
        HttpResponse<String> second = get("/v1/audit?actor=ann&limit=2&after=" + next);
        assertThat(positions(second)).containsExactly(3L, 4L);
        HttpResponse<String> third =
                get(
                        "/v1/audit?actor=ann&limit=2&after="
                                + JSON.readTree(second.body()).get("next"));
        assertThat(positions(third)).isEmpty();
        assertThat(JSON.readTree(third.body()).get("next").isNull()).isTrue();
    }

    @Test
    void anExportHasAllOfItInALineEach() throws Exception {
        story();
        for (int i = 0; i < 2_500; i++) {
            append("counter-1", "Counted", "carl", Metadata.EMPTY);
        }
        HttpResponse<String> lines = get("/v1/audit?actor=carl", "accept", "application/x-ndjson");
        assertThat(lines.body().lines()).hasSize(2_500).allMatch(line -> line.contains("\"carl\""));
        HttpResponse<String> table = get("/v1/audit?actor=carl", "accept", "text/csv");
        assertThat(table.headers().firstValue("content-type")).contains("text/csv; charset=utf-8");
        assertThat(table.body().lines()).hasSize(2_501);
    }

    @Test
    void aTableIsQuotedAndHasNoFormulas() throws Exception {
        append("a-1", "=cmd|x", "@SUM(A1)", caused("a,b", "say \"yes\""));
        String[] lines = get("/v1/audit", "accept", "text/csv").body().split("\r\n", -1);
        assertThat(lines[0])
                .isEqualTo(
                        "position,recordedAt,actor,stream,revision,type,correlationId,causationId,tags,id,contentType,data");
        assertThat(lines[1])
                .startsWith("0,")
                .contains(",'@SUM(A1),a-1,0,'=cmd|x,\"a,b\",\"say \"\"yes\"\"\",,")
                .endsWith(",application/json,\"{\"\"of\"\":\"\"=cmd|x\"\"}\"");
    }

    @Test
    void whatFollowedFromWhatIsATree() throws Exception {
        RecordedEvent asked = append("transfer-1", "Asked", "ann", caused("t-1", "cmd-1"));
        RecordedEvent taken =
                append("account-1", "Taken", "reactor:t", caused("t-1", asked.id().toString()));
        append("unrelated-1", "Other", "ann", caused("t-2", "cmd-2"));
        append("account-2", "Given", "reactor:t", caused("t-1", taken.id().toString()));
        append("transfer-1", "Noted", "reactor:t", caused("t-1", taken.id().toString()));

        JsonNode tree = JSON.readTree(get("/v1/audit/trace?correlationId=t-1").body());
        assertThat(tree.get("events").asInt()).isEqualTo(4);
        JsonNode first = tree.get("commands").get(0);
        assertThat(tree.get("commands")).hasSize(1);
        assertThat(first.get("cause").asString()).isEqualTo("cmd-1");
        assertThat(first.get("actor").asString()).isEqualTo("ann");
        assertThat(at(first, "event").get("type").asString()).isEqualTo("Asked");
        JsonNode second = at(first, "commands").get(0);
        assertThat(at(second, "event").get("type").asString()).isEqualTo("Taken");
        assertThat(at(second, "commands"))
                .extracting(each -> each.get("stream").asString())
                .containsExactly("account-2", "transfer-1");
        assertThat(
                        JSON.readTree(get("/v1/audit/trace?correlationId=none").body())
                                .get("events")
                                .asInt())
                .isZero();
        assertThat(get("/v1/audit/trace").statusCode()).isEqualTo(400);
    }

    private static JsonNode at(JsonNode command, String part) {
        return command.get("events").get(0).get(part);
    }

    @Test
    void everybodySeesOnlyWhatTheyMayRead() throws Exception {
        story();
        append("order-1", "Placed", "ann", caused("c-1", "cmd-9"));
        try (Accounts accounts = Accounts.of(store)) {
            new AccountAdmin(accounts, new SecureRandom())
                    .addUser(
                            "test",
                            "eve",
                            Cast.PASSWORD.toCharArray(),
                            Cast.grants("read:order-*"));
        }
        start(ServerOptions.defaults().withSecurity(SecurityOptions.DEFAULT));
        String[] eve = {"authorization", Cast.basic("eve", Cast.PASSWORD)};
        assertThat(positions(get("/v1/audit?actor=ann", eve))).containsExactly(4L);
        assertThat(get("/v1/audit?stream=account-1", eve).statusCode()).isEqualTo(403);
        String[] lines = {eve[0], eve[1], "accept", "application/x-ndjson"};
        assertThat(get("/v1/audit", lines).body().lines()).hasSize(1);
        JsonNode tree = JSON.readTree(get("/v1/audit/trace?correlationId=c-1", eve).body());
        assertThat(tree.get("events").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"since=yesterday", "last=-1", "limit=0", "limit=1001", "unheard=of", "stream="})
    void whatIsWrongIsRefused(String query) throws Exception {
        assertThat(get("/v1/audit?" + query).statusCode()).isEqualTo(400);
    }
}
