package io.stele.sdk.service;

import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.http.Sse;
import io.stele.sdk.command.CommandHandler;
import io.stele.sdk.json.Json;
import io.stele.sdk.json.Shapes;
import io.stele.sdk.schema.CategorySchemas;
import io.stele.sdk.schema.EventSchema;
import io.stele.sdk.schema.EventSchemas;
import io.stele.sdk.view.ProjectionRoutes;
import io.stele.sdk.view.ViewColumn;
import io.stele.sdk.view.ViewDescription;
import io.stele.security.Right;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `GET /openapi.json`: what the service takes and gives, from the records' own types
/// (OpenAPI 3.1).
public final class OpenApi {

    private static final String JSON = "application/json";

    private final ObjectNode root = Json.MAPPER.createObjectNode();
    private final ObjectNode paths;

    private OpenApi(String service) {
        root.put("openapi", "3.1.0");
        root.putObject("info").put("title", service).put("version", "1");
        this.paths = root.putObject("paths");
    }

    public static void addTo(
            Router router,
            String service,
            Aggregates aggregates,
            List<ViewDescription> views,
            EventSchemas events) {
        ObjectNode description = describe(service, aggregates, views, events);
        router.add(
                Method.GET,
                "/openapi.json",
                Right.PUBLIC,
                Handler.direct(request -> Response.json(200, description)));
    }

    static ObjectNode describe(
            String service,
            Aggregates aggregates,
            List<ViewDescription> views,
            EventSchemas events) {
        OpenApi api = new OpenApi(service);
        for (Hosted<?, ?, ?> hosted : aggregates.all()) {
            api.addDecider(hosted.handler());
        }
        views.forEach(api::addView);
        if (!views.isEmpty()) {
            api.addProjections();
        }
        api.addEvents(events);
        return api.root;
    }

    private void addEvents(EventSchemas events) {
        ObjectNode list = operation("/api/events", "get", "Events, their versions and data");
        answer(list, "200", "By category", JSON, typed("object"));
        ObjectNode schemas = root.putObject("components").putObject("schemas");
        for (CategorySchemas category : events.categories()) {
            for (EventSchema event : category.events()) {
                ObjectNode schema = event.schema().deepCopy();
                schema.put(
                        "description",
                        "Data of the event " + event.type() + ", version " + event.version());
                schemas.set(componentName(category.category(), event), schema);
            }
        }
    }

    /// Names of components are of letters, digits, `.`, `-` and `_`.
    private static String componentName(String category, EventSchema event) {
        return (category + "." + event.type()).replaceAll("[^a-zA-Z0-9._-]", "_");
    }

    private void addDecider(CommandHandler<?, ?, ?> handler) {
        String path = "/api/" + handler.decider().category() + "/{id}";
        for (String command : handler.commands().served()) {
            addCommand(path, command, handler.commands().schema(command));
        }
        ObjectNode state = operation(path, "get", "The state, always current or as it was", "id");
        parameter(state, "query", "revision", "integer");
        parameter(state, "query", "at", "string");
        ObjectNode aggregate = typed("object");
        ObjectNode properties = aggregate.putObject("properties");
        properties.set("stream", typed("string"));
        properties.set("revision", typed("integer"));
        properties.set("position", typed("integer"));
        properties.set("recordedAt", typed("string").put("format", "date-time"));
        properties.set("state", Shapes.of(handler.decider().stateType()).schema());
        parameter(state, "header", "Last-Event-ID", "string");
        answer(state, "200", "The state", JSON, aggregate);
        live(state, "The state, and the state after each event that comes");
        problem(state, "404", "There is no such aggregate, or it was not there yet");

        ObjectNode history = operation(path + "/history", "get", "Its events", "id");
        parameter(history, "query", "from", "integer");
        parameter(history, "query", "limit", "integer");
        answer(history, "200", "Events in order", JSON, typed("object"));
        problem(history, "404", "There is no such aggregate");
    }

    private void addCommand(String path, String command, JsonNode schema) {
        ObjectNode operation = operation(path + "/" + command, "post", command, "id");
        operation.put("operationId", path.split("/")[2] + "." + command);
        parameter(operation, "header", "Idempotency-Key", "string");
        parameter(operation, "header", "If-Match", "string");
        parameter(operation, "header", "traceparent", "string");
        parameter(operation, "header", "tracestate", "string");
        ObjectNode body = operation.putObject("requestBody").put("required", true);
        body.putObject("content").putObject(JSON).set("schema", schema);
        ObjectNode result = typed("object");
        ObjectNode properties = result.putObject("properties");
        properties.set("stream", typed("string"));
        properties.putObject("revision").putArray("type").add("integer").add("null");
        properties.putObject("position").putArray("type").add("integer").add("null");
        properties.set("events", typed("array"));
        properties.set("duplicate", typed("boolean"));
        answer(operation, "200", "Accepted; its events are durable", JSON, result);
        problem(operation, "400", "The body does not fit");
        problem(operation, "409", "Others wrote each time, or the key was used before");
        problem(operation, "412", "If-Match failed");
        problem(operation, "422", "Refused; `reason` says why");
    }

    private void addView(ViewDescription view) {
        String path = "/api/views/" + view.name();
        ObjectNode query = operation(path, "get", "Rows of " + view.name());
        for (ViewColumn column : view.columns()) {
            parameter(query, "query", column.name(), "string");
        }
        for (String name : List.of("sort", "cursor", "after")) {
            parameter(query, "query", name, "string");
        }
        parameter(query, "query", "limit", "integer");
        parameter(query, "query", "count", "boolean");
        parameter(query, "header", "Last-Event-ID", "string");
        answer(query, "200", "Rows", JSON, typed("object"));
        live(query, "Rows, and what changes in them");
        problem(query, "504", "The view did not get to `after` in time");
        ObjectNode row = operation(path + "/{key}", "get", "One row of " + view.name(), "key");
        answer(row, "200", "The row", JSON, typed("object"));
        problem(row, "404", "There is no such row");
    }

    private void addProjections() {
        String path = "/v1/projections";
        ObjectNode list =
                operation(path, "get", "What keeps the views up to date, and how far it is");
        answer(list, "200", "All of them", JSON, typed("object"));
        ObjectNode one = operation(path + "/{view}", "get", "One of them", "view");
        answer(one, "200", "How it is doing", JSON, typed("object"));
        problem(one, "404", "There is no such view");
        for (String command : ProjectionRoutes.COMMANDS) {
            ObjectNode post = operation(path + "/{view}/" + command, "post", command, "view");
            if (command.equals("repair")) {
                parameter(post, "query", "stream", "string").put("required", true);
            }
            answer(post, "200", "How it is doing afterwards", JSON, typed("object"));
            problem(post, "404", "There is no such view");
            problem(post, "409", "That makes no sense as things are");
        }
    }

    private ObjectNode operation(
            String path, String method, String summary, String... pathParameters) {
        ObjectNode item = (ObjectNode) paths.get(path);
        ObjectNode operation = (item == null ? paths.putObject(path) : item).putObject(method);
        operation.put("summary", summary).putArray("parameters");
        for (String name : pathParameters) {
            parameter(operation, "path", name, "string").put("required", true);
        }
        operation.putObject("responses");
        return operation;
    }

    private static ObjectNode parameter(ObjectNode operation, String in, String name, String type) {
        ObjectNode parameter = operation.withArray("parameters").addObject();
        parameter.put("in", in).put("name", name).set("schema", typed(type));
        return parameter;
    }

    private static void answer(
            ObjectNode operation, String status, String what, String mediaType, JsonNode schema) {
        ObjectNode answer = operation.withObject("responses").putObject(status);
        answer.put("description", what);
        answer.putObject("content").putObject(mediaType).set("schema", schema);
    }

    /// The same answer as it becomes.
    private static void live(ObjectNode operation, String what) {
        operation
                .at("/responses/200/content")
                .asObject()
                .putObject(Sse.CONTENT_TYPE)
                .set("schema", typed("string").put("description", what));
    }

    private static void problem(ObjectNode operation, String status, String what) {
        answer(operation, status, what, "application/problem+json", typed("object"));
    }

    private static ObjectNode typed(String type) {
        return Json.MAPPER.createObjectNode().put("type", type);
    }
}
