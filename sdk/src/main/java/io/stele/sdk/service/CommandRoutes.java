package io.stele.sdk.service;

import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.model.Bytes;
import io.stele.model.Expectation;
import io.stele.model.Revision;
import io.stele.model.StreamHead;
import io.stele.protocol.Problem;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import io.stele.sdk.command.CommandContext;
import io.stele.sdk.command.CommandResult;
import io.stele.sdk.command.CommandResult.Accepted;
import io.stele.sdk.command.CommandResult.WrittenEvent;
import io.stele.sdk.json.Json;
import io.stele.security.Right;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/// `POST /api/{category}/{id}/{command}`.
public final class CommandRoutes {

    private static final Pattern REVISION = Pattern.compile("(\"?)(\\d{1,18})\\1");
    private static final int KEY_CHARS_MAX = 200;

    private final Aggregates aggregates;

    private CommandRoutes(Aggregates aggregates) {
        this.aggregates = aggregates;
    }

    public static void addTo(Router router, Aggregates aggregates) {
        CommandRoutes routes = new CommandRoutes(aggregates);
        router.add(
                Method.POST,
                "/api/{category}/{id}/{command}",
                Right.APPEND,
                Handler.blocking(routes::execute));
    }

    private Response execute(Request request) {
        Hosted<?, ?, ?> hosted = aggregates.of(request);
        String id = Aggregates.id(request);
        Aggregates.checkParameters(request, List.of());
        String command = request.pathParameter("command");
        return answer(hosted.execute(id, command, request.body(), context(request)));
    }

    private static CommandContext context(Request request) {
        Optional<String> key = request.header("idempotency-key").map(CommandRoutes::checkKey);
        Optional<String> correlationId = request.header("stele-correlation-id");
        return new CommandContext(request.actor(), key, expected(request), correlationId);
    }

    private static String checkKey(String key) {
        if (key.isBlank() || key.length() > KEY_CHARS_MAX) {
            throw Problems.invalidParameter(
                            "Idempotency-Key", "1 to " + KEY_CHARS_MAX + " characters", key)
                    .exception();
        }
        return key;
    }

    /// `If-Match: "3"`, with or without quotes; `*`: the aggregate exists; `If-None-Match: *`: it
    /// does not.
    private static Expectation expected(Request request) {
        Optional<String> none = request.header("if-none-match");
        Optional<String> match = request.header("if-match");
        if (none.isPresent()) {
            if (!none.get().equals("*") || match.isPresent()) {
                throw Problems.invalidParameter(
                                "If-None-Match", "* and no If-Match beside it", none.get())
                        .exception();
            }
            return Expectation.NONE;
        }
        return match.map(CommandRoutes::parseMatch).orElse(Expectation.ANY);
    }

    private static Expectation parseMatch(String text) {
        if (text.equals("*")) {
            return Expectation.EXISTS;
        }
        Matcher revision = REVISION.matcher(text);
        if (!revision.matches()) {
            throw Problems.invalidParameter(
                            "If-Match", "a revision in quotes, such as \"3\", or *", text)
                    .exception();
        }
        return Expectation.revision(Long.parseLong(revision.group(2)));
    }

    private static Response answer(CommandResult result) {
        return switch (result) {
            case Accepted accepted -> accepted(accepted);
            case CommandResult.Refused refused -> Response.problem(refused(refused));
            case CommandResult.NotAsExpected not -> Response.problem(notAsExpected(not));
            case CommandResult.Conflicted conflicted ->
                    Response.problem(
                            ProblemKind.CONFLICT
                                    .problem(
                                            "others wrote to %s each of the %d times this was decided; send it again"
                                                    .formatted(
                                                            conflicted.stream(),
                                                            conflicted.attempts()))
                                    .with("stream", conflicted.stream().value()));
            case CommandResult.KeyReused reused ->
                    Response.problem(
                            ProblemKind.IDEMPOTENCY_KEY_REUSED.problem(
                                    "\"%s\" was sent with another command to %s; use a key once"
                                            .formatted(reused.idempotencyKey(), reused.stream())));
        };
    }

    private static Response accepted(Accepted accepted) {
        Response response = Response.bytes(200, Response.JSON, json(accepted));
        if (accepted.head().isEmpty()) {
            return response;
        }
        StreamHead head = accepted.head().get();
        return response.header("etag", "\"" + head.revision() + "\"")
                .header("stele-position", head.position().toString());
    }

    private static Bytes json(Accepted accepted) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.MAPPER.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("stream", accepted.stream().value());
            out.writePOJOProperty(
                    "revision", accepted.head().map(head -> head.revision().value()).orElse(null));
            out.writePOJOProperty(
                    "position", accepted.head().map(head -> head.position().value()).orElse(null));
            out.writeArrayPropertyStart("events");
            for (WrittenEvent event : accepted.events()) {
                out.writeStartObject();
                out.writeStringProperty("type", event.type());
                out.writeName("data");
                out.writeRawValue(event.data().bytes().utf8());
                out.writeNumberProperty("revision", event.revision().value());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeBooleanProperty("duplicate", accepted.duplicate());
            out.writeEndObject();
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private static Problem refused(CommandResult.Refused refused) {
        Problem problem =
                ProblemKind.REFUSED
                        .problem(refused.reason())
                        .with("reason", refused.reason())
                        .with("stream", refused.stream().value());
        return refused.head()
                .map(head -> problem.with("revision", head.revision().value()))
                .orElse(problem);
    }

    private static Problem notAsExpected(CommandResult.NotAsExpected not) {
        Object actual = not.actual().<Object>map(Revision::value).orElse("none");
        return ProblemKind.PRECONDITION_FAILED
                .problem(
                        "%s: expected %s, actual %s"
                                .formatted(not.stream(), not.expected(), actual))
                .with("stream", not.stream().value())
                .with("expected", not.expected().toString())
                .with("actual", actual);
    }
}
