package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.stele.e2e.publish.Nowhere;
import io.stele.groups.ConsumerGroups;
import io.stele.groups.Delivery;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.GroupReader;
import io.stele.groups.Outcome;
import io.stele.http.HttpOptions;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Checkpoint;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.publish.PublisherSettings;
import io.stele.server.ProofsOptions;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Holds a server to its own `/openapi.json`: calls each operation there is as it says, and in ways
/// that it forbids, and compares every answer with the schema for it.
class OpenApiTest {

    private static final String APPEND_ID = "01939c5e-0000-7000-8000-000000000001";
    private static final String EVENT =
            "{\"type\":\"Opened\",\"data\":{\"owner\":\"ann\"},\"tags\":[\"account:42\"]}";

    private static final String KEY_ID = "0123456789abcdef";

    /// What makes sense for a parameter, by its name.
    private static final Map<String, String> SAMPLES =
            Map.ofEntries(
                    Map.entry("stream", "account-42"),
                    Map.entry("user", "ann"),
                    Map.entry("grant", "read:account-*"),
                    Map.entry("key", KEY_ID),
                    Map.entry("group", "old"),
                    Map.entry("publisher", "orders"),
                    Map.entry("member", "m1"),
                    Map.entry("max", "1"),
                    Map.entry("wait", "0"),
                    Map.entry("lease", "60"),
                    Map.entry("events", "2"),
                    Map.entry("name", "account-42"),
                    Map.entry("appendId", APPEND_ID),
                    Map.entry("Stele-Append-Id", "01939c5e-0000-7000-8000-000000000002"),
                    Map.entry("Stele-Expected", "any"),
                    Map.entry("Stele-Actor", "alice"),
                    Map.entry("direction", "forward"),
                    Map.entry("limit", "5"),
                    Map.entry("exact", "false"),
                    Map.entry("writable", "true"),
                    Map.entry("system", "true"),
                    Map.entry("types", "Opened"),
                    Map.entry("tags", "account:42"),
                    Map.entry("category", "account"),
                    Map.entry("prefix", "account-"),
                    Map.entry("fingerprint", "f1"),
                    Map.entry("revision", "0"),
                    Map.entry("position", "0"),
                    Map.entry("correlationId", "c-1"),
                    Map.entry("since", "2026-01-01T00:00:00Z"),
                    Map.entry("from", "0"),
                    Map.entry("level", "0"),
                    Map.entry("tile", "000.p/1"),
                    Map.entry("recordedAtMicros", "1"));

    private static final Map<String, String> BODIES =
            Map.ofEntries(
                    Map.entry(
                            "append",
                            "{\"appendId\":\"%s\",\"streams\":[{\"stream\":\"account-42\",\"expected\":\"any\",\"events\":[%s]}]}"
                                    .formatted(APPEND_ID, EVENT)),
                    Map.entry("appendToStream", EVENT),
                    Map.entry("query", "{\"query\":[{\"types\":[\"Opened\"]}],\"limit\":5}"),
                    Map.entry("saveSnapshot", "state"),
                    Map.entry(
                            "addUser", "{\"name\":\"ann\",\"password\":\"correct horse battery\"}"),
                    Map.entry("changePassword", "{\"password\":\"another horse battery\"}"),
                    Map.entry("createKey", "{\"name\":\"report\",\"grants\":[\"reader\"]}"),
                    Map.entry(
                            "createGroup",
                            "{\"window\":16,\"start\":\"end\",\"filter\":{\"prefix\":\"account-\"}}"),
                    Map.entry("replayStream", "{\"stream\":\"account-1\"}"),
                    Map.entry("skipEvent", "{\"stream\":\"account-2\",\"revision\":0}"),
                    Map.entry(
                            "outcomes",
                            "{\"outcomes\":[{\"delivery\":\"x-1\",\"outcome\":\"retry\",\"reason\":\"busy\",\"afterMillis\":5}]}"),
                    Map.entry("resetGroup", "{\"start\":\"end\"}"),
                    Map.entry(
                            "replayPublisher",
                            "{\"destination\":\"again\",\"from\":1,\"eventsPerSecond\":100}"));

    /// In an order in which each finds what it asks for.
    private static final List<String> FIRST = List.of("append", "saveSnapshot");

    private record Operation(String method, String path, JsonNode described) {

        String id() {
            return described.get("operationId").asString();
        }
    }

    @TempDir static Path directory;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init") // before all tests
    private static SteleServer server;

    @SuppressWarnings("NullAway.Init")
    private static JsonNode document;

    @BeforeAll
    static void start() throws Exception {
        EventStore store = EventStore.open("embedded:" + directory);
        addKey(store);
        addGroup(store);
        server =
                SteleServer.start(
                        store,
                        ServerOptions.defaults()
                                .withHttp(HttpOptions.loopback(0))
                                .withPublishers(
                                        List.of(
                                                PublisherSettings.of(
                                                        "orders", Nowhere.KIND, Map.of())))
                                .withProofs(ProofsOptions.beside(directory)));
        document = json(send("GET", "/openapi.json", Map.of(), "").body());
        for (String id : FIRST) {
            Operation operation =
                    operations().stream().filter(o -> o.id().equals(id)).findFirst().orElseThrow();
            check(operation, call(operation, Map.of(), BODIES.getOrDefault(id, "")));
        }
    }

    /// As the server keeps it; what the server itself creates has an id that nobody knows before.
    private static void addKey(EventStore store) {
        String data = "{\"name\":\"old\",\"secretHash\":\"\",\"grants\":[]}";
        AppendResult result =
                store.append(
                        Append.to(
                                "$key-" + KEY_ID,
                                Expectation.NONE,
                                NewEvent.json("$KeyCreated", data)));
        assertThat(result).isInstanceOf(AppendResult.Appended.class);
    }

    /// One that has two parked streams.
    private static void addGroup(EventStore store) throws InterruptedException {
        for (String stream : List.of("account-1", "account-2")) {
            NewEvent event = NewEvent.json("Opened", "{}");
            var _ = store.append(Append.to(stream, Expectation.NONE, event));
        }
        try (ConsumerGroups groups = ConsumerGroups.of(store)) {
            GroupName name = GroupName.of("old");
            groups.create(name, GroupOptions.DEFAULT, Checkpoint.START);
            try (GroupReader reader = GroupReader.join(groups, name, "m", 2)) {
                for (int i = 0; i < 2; i++) {
                    Delivery delivery = reader.poll(Duration.ofSeconds(30)).orElseThrow();
                    assertThat(reader.finish(delivery, Outcome.park("look at it"))).isTrue();
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        CLIENT.close();
    }

    @Test
    void itHasExactlyTheRoutesThatTheServerHasAndTheirRights() {
        TreeSet<String> routes = new TreeSet<>();
        server.routes()
                .forEach(route ->
                        routes.add(
                                route.method()
                                        + " "
                                        + route.pattern().replace("...}", "}")
                                        + " "
                                        + route.right().word()));
        TreeSet<String> described = new TreeSet<>();
        operations()
                .forEach(each ->
                        described.add(
                                "%s %s %s"
                                        .formatted(
                                                each.method(),
                                                each.path(),
                                                each.described().get("x-stele-right").asString())));
        assertThat(described).isEqualTo(routes);
    }

    @Test
    void whatItDescribesIsAnsweredAsItSays() throws Exception {
        for (Operation operation : operations()) {
            HttpResponse<String> answer =
                    call(operation, Map.of(), BODIES.getOrDefault(operation.id(), ""));
            assertThat(answer.statusCode()).as(operation.id()).isBetween(200, 299);
            check(operation, answer);
        }
    }

    @Test
    void parametersThatItForbidsAreRefusedWithAProblem() throws Exception {
        for (Operation operation : operations()) {
            for (JsonNode parameter : parameters(operation)) {
                String name = parameter.get("name").asString();
                if (forbidsTilde(parameter.get("schema"))) {
                    refuses(operation, Map.of(name, "~"), BODIES.getOrDefault(operation.id(), ""));
                }
                if (parameter.path("required").asBoolean()
                        && parameter.get("in").asString().equals("query")) {
                    refuses(operation, Map.of(name, ""), BODIES.getOrDefault(operation.id(), ""));
                }
            }
        }
    }

    @Test
    void bodiesThatItForbidsAreRefusedWithAProblem() throws Exception {
        for (Operation operation : operations()) {
            JsonNode schema = bodySchema(operation);
            if (!schema.isMissingNode()) {
                ObjectNode body = (ObjectNode) json(BODIES.getOrDefault(operation.id(), "{}"));
                List<String> wrong = new ArrayList<>(List.of("", "{", "7", "[[]]"));
                wrong.add(body.deepCopy().put("unheardOf", 1).toString());
                for (String name : body.propertyNames()) {
                    ObjectNode other = body.deepCopy();
                    other.putObject(name);
                    wrong.add(other.toString());
                }
                for (String each : wrong) {
                    if (!valid(schema, each)) {
                        refuses(operation, Map.of(), each);
                    }
                }
            }
        }
    }

    /// A list may have it as its only element.
    private static boolean forbidsTilde(JsonNode schema) {
        String type = schema.path("type").asString("");
        return schema.path("format").asString("").equals("uuid")
                || (!type.equals("array") && !schema(schema).validate(json("\"~\"")).isEmpty());
    }

    private static boolean valid(JsonNode schema, String body) {
        return body.length() > 1 && schema(schema).validate(json(body)).isEmpty();
    }

    private static void refuses(Operation operation, Map<String, String> other, String body)
            throws Exception {
        HttpResponse<String> answer = call(operation, other, body);
        assertThat(answer.statusCode())
                .as("%s with %s and %s", operation.id(), other, body)
                .isBetween(400, 499);
        check(operation, answer);
    }

    /// The answer has a status, a content type and a body that are described.
    private static void check(Operation operation, HttpResponse<String> answer) {
        JsonNode responses = operation.described().get("responses");
        String status = Integer.toString(answer.statusCode());
        JsonNode response = resolved(responses.path(responses.has(status) ? status : "default"));
        String what = operation.id() + " answered " + status + " " + answer.body();
        String type = answer.headers().firstValue("content-type").orElse("").split(";", -1)[0];
        if (!response.has("content")) {
            assertThat(answer.body()).as(what).isEmpty();
            return;
        }
        assertThat(response.get("content").has(type)).as(what + " as " + type).isTrue();
        if (type.endsWith("json")) {
            JsonNode schema = response.get("content").get(type).get("schema");
            assertThat(schema(schema).validate(json(answer.body()))).as(what).isEmpty();
        }
    }

    private static HttpResponse<String> call(
            Operation operation, Map<String, String> other, String body) throws Exception {
        String path = operation.path();
        StringBuilder query = new StringBuilder();
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode parameter : parameters(operation)) {
            String name = parameter.get("name").asString();
            String value = other.getOrDefault(name, SAMPLES.getOrDefault(name, ""));
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
            switch (parameter.get("in").asString()) {
                case "path" -> path = path.replace("{" + name + "}", encoded);
                case "header" -> headers.put(name, value);
                default ->
                        query.append(query.isEmpty() ? "?" : "&")
                                .append(value.isEmpty() ? "" : name + "=" + encoded);
            }
        }
        headers.values().removeIf(String::isEmpty);
        if (headers.containsKey("Last-Event-ID")) {
            headers.put("Accept", "text/event-stream");
        }
        return send(operation.method(), path + query, headers, body);
    }

    private static HttpResponse<String> send(
            String method, String target, Map<String, String> headers, String body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:" + server.address().getPort() + target))
                        .method(method, BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.get("paths")
                .forEachEntry((path, methods) ->
                        methods.forEachEntry((method, described) ->
                                operations.add(
                                        new Operation(
                                                method.toUpperCase(Locale.ROOT),
                                                path,
                                                described))));
        assertThat(operations).hasSizeGreaterThan(10);
        return operations;
    }

    private static List<JsonNode> parameters(Operation operation) {
        List<JsonNode> parameters = new ArrayList<>();
        operation.described().path("parameters").forEach(each -> parameters.add(resolved(each)));
        return parameters;
    }

    private static JsonNode bodySchema(Operation operation) {
        return operation
                .described()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
    }

    /// With what it refers to beside it.
    private static Schema schema(JsonNode schema) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", document.get("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
