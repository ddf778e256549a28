package io.stele.sdk.service;

import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.model.Bytes;
import io.stele.model.Expectation;
import io.stele.model.StreamHead;
import io.stele.protocol.CommandAnswer;
import io.stele.protocol.CommandCall;
import io.stele.protocol.CommandExecutor;
import io.stele.protocol.Problems;
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

    private final CommandExecutor commands;

    private CommandRoutes(CommandExecutor commands) {
        this.commands = commands;
    }

    public static void addTo(Router router, CommandExecutor commands) {
        CommandRoutes routes = new CommandRoutes(commands);
        router.add(
                Method.POST,
                "/api/{category}/{id}/{command}",
                Right.COMMAND,
                Handler.blocking(routes::execute));
    }

    private Response execute(Request request) {
        Aggregates.require(request, Right.COMMAND);
        Aggregates.checkParameters(request, List.of());
        CommandAnswer answer =
                commands.execute(
                        new CommandCall(
                                request.pathParameter("category"),
                                request.pathParameter("id"),
                                request.pathParameter("command"),
                                request.body(),
                                request.actor(),
                                request.header("idempotency-key"),
                                expected(request),
                                request.header("stele-correlation-id"),
                                request.trace()));
        return response(answer);
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

    private static Response response(CommandAnswer answer) {
        Response response = Response.bytes(200, Response.JSON, json(answer));
        if (answer.head().isEmpty()) {
            return response;
        }
        StreamHead head = answer.head().get();
        return response.header("etag", "\"" + head.revision() + "\"")
                .header("stele-position", head.position().toString());
    }

    private static Bytes json(CommandAnswer answer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.MAPPER.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("stream", answer.stream().value());
            out.writePOJOProperty(
                    "revision", answer.head().map(head -> head.revision().value()).orElse(null));
            out.writePOJOProperty(
                    "position", answer.head().map(head -> head.position().value()).orElse(null));
            out.writeArrayPropertyStart("events");
            for (CommandAnswer.Event event : answer.events()) {
                out.writeStartObject();
                out.writeStringProperty("type", event.type());
                out.writeName("data");
                out.writeRawValue(event.data().bytes().utf8());
                out.writeNumberProperty("revision", event.revision().value());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeBooleanProperty("duplicate", answer.duplicate());
            out.writeEndObject();
        }
        return Bytes.wrap(bytes.toByteArray());
    }
}
