package io.stele.server;

import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.GroupStatus;
import io.stele.groups.HeldStream;
import io.stele.groups.UnknownGroupException;
import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.protocol.Problems;
import io.stele.protocol.ReadJson;
import io.stele.security.Right;
import io.stele.server.groups.GroupProblems;
import io.stele.server.groups.HostedGroups;
import io.stele.server.groups.SecuredGroups;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Groups over HTTP: what they are and how they fare; [MemberEndpoints] has their work.
final class GroupEndpoints {

    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int EVENTS_MAX = 100;
    private static final String GROUP = "/v1/groups/{group}";
    private static final String START = "start";
    private static final String STREAM = "stream";
    private static final String EVENTS = "events";

    private final HostedGroups groups;
    private final EventStore store;

    private GroupEndpoints(HostedGroups groups, EventStore store) {
        this.groups = groups;
        this.store = store;
    }

    static void addTo(Router router, HostedGroups groups, EventStore store) {
        GroupEndpoints here = new GroupEndpoints(groups, store);
        here.add(router, Method.GET, "/v1/groups", Right.READ, here::list);
        here.add(router, Method.GET, GROUP, Right.READ, here::show);
        here.add(router, Method.PUT, GROUP, Right.CONSUME, here::create);
        here.add(router, Method.POST, GROUP + "/reset", Right.CONSUME, here::reset);
        here.add(router, Method.GET, GROUP + "/members", Right.READ, here::members);
        here.add(router, Method.GET, GROUP + "/parked", Right.READ, here::parked);
        here.add(router, Method.POST, GROUP + "/replay", Right.CONSUME, here::replay);
        here.add(router, Method.POST, GROUP + "/skip", Right.CONSUME, here::skip);
        MemberEndpoints.addTo(router, groups);
        here.add(router, Method.DELETE, GROUP, Right.CONSUME, here::delete);
    }

    /// Answers with what the groups, as the one who asks may use them, give.
    interface Endpoint {
        Response answer(Request request, SecuredGroups groups) throws Exception;
    }

    private void add(Router router, Method method, String path, Right right, Endpoint endpoint) {
        router.add(
                method,
                path,
                right,
                Handler.blocking(request ->
                        GroupProblems.asking(
                                () -> endpoint.answer(request, groups.of(request.principal())))));
    }

    private Response list(Request request, SecuredGroups view) {
        noParameters(request);
        ObjectNode json = GroupJson.object();
        ArrayNode all = json.putArray("groups");
        for (GroupName name : view.list()) {
            try {
                all.add(GroupJson.write(view.status(name)));
            } catch (UnknownGroupException e) {
                // deleted meanwhile
            }
        }
        return json(OK, json);
    }

    private Response show(Request request, SecuredGroups view) {
        noParameters(request);
        return json(OK, GroupJson.write(view.status(name(request))));
    }

    private Response create(Request request, SecuredGroups view) {
        noParameters(request);
        JsonBody body =
                JsonBody.of(
                        request,
                        START,
                        "filter",
                        "window",
                        "attemptsMax",
                        "ackTimeoutMillis",
                        "retryAfterMinMillis",
                        "retryAfterMaxMillis");
        GroupName name = name(request);
        GroupOptions options = options(body);
        boolean created = view.create(name, options, start(body, Checkpoint.START));
        return json(created ? CREATED : OK, GroupJson.write(view.status(name)));
    }

    private static GroupOptions options(JsonBody body) {
        GroupOptions usual = GroupOptions.DEFAULT;
        EventFilter filter = body.part("filter").map(it -> filter(body)).orElse(usual.filter());
        OptionalLong window = body.number("window", 1, GroupOptions.WINDOW_MAX);
        OptionalLong attempts = body.number("attemptsMax", 1, Integer.MAX_VALUE);
        Duration ackTimeout = duration(body, "ackTimeoutMillis", 1, usual.ackTimeout());
        Duration min = duration(body, "retryAfterMinMillis", 0, usual.retryAfterMin());
        Duration max = duration(body, "retryAfterMaxMillis", 0, usual.retryAfterMax());
        return body.understood(
                "",
                filter,
                it ->
                        new GroupOptions(
                                it,
                                Math.toIntExact(window.orElse(usual.window())),
                                Math.toIntExact(attempts.orElse(usual.attemptsMax())),
                                ackTimeout,
                                min,
                                max));
    }

    /// As the body of a query, but that Stele's own streams are left out unless they are asked for.
    private static EventFilter filter(JsonBody body) {
        JsonNode json = body.get("filter");
        if (!json.isObject()) {
            throw body.wrong("filter", "an object is expected");
        }
        for (String name : json.propertyNames()) {
            if (!List.of("query", "category", "prefix", "system").contains(name)) {
                throw body.wrong("filter/" + name, "it is not known here");
            }
        }
        EventFilter filter = ReadJson.read(body.part("filter").orElseThrow()).filter();
        return json.has("system") ? filter : filter.withoutSystem();
    }

    private static Duration duration(JsonBody body, String name, long min, Duration usual) {
        return Duration.ofMillis(
                body.number(name, min, Duration.ofDays(365).toMillis()).orElse(usual.toMillis()));
    }

    private Checkpoint start(JsonBody body, Checkpoint absent) {
        JsonNode start = body.get(START);
        if (start.isMissingNode()) {
            return absent;
        }
        if (start.isIntegralNumber() && start.canConvertToLong() && start.asLong() >= 0) {
            return new Checkpoint(start.asLong());
        }
        return switch (start.asString("")) {
            case "beginning" -> Checkpoint.START;
            case "end" -> store.head();
            default ->
                    throw Problems.invalidField(
                                    "/" + START,
                                    "\"beginning\", \"end\" or a position",
                                    start.toString())
                            .exception();
        };
    }

    private Response reset(Request request, SecuredGroups view) {
        noParameters(request);
        JsonBody body = JsonBody.of(request, START);
        if (!body.has(START)) {
            throw body.wrong(START, "it says where the group is to begin, and is missing");
        }
        view.reset(name(request), start(body, Checkpoint.START));
        return Response.empty(NO_CONTENT);
    }

    private Response delete(Request request, SecuredGroups view) {
        noParameters(request);
        view.delete(name(request));
        return Response.empty(NO_CONTENT);
    }

    private Response members(Request request, SecuredGroups view) {
        noParameters(request);
        ObjectNode json = GroupJson.object();
        json.set("members", GroupJson.write(view.status(name(request)).members()));
        return json(OK, json);
    }

    private Response parked(Request request, SecuredGroups view) {
        Parameters parameters = Parameters.of(request, EVENTS);
        int events = Math.toIntExact(parameters.number(EVENTS, 0, EVENTS_MAX).orElse(1));
        GroupStatus status = view.status(name(request));
        ObjectNode json = GroupJson.object();
        ArrayNode streams = json.putArray("streams");
        for (HeldStream held : status.parked()) {
            streams.add(GroupJson.write(held, view.waiting(status, held, events)));
        }
        return json(OK, json);
    }

    private Response replay(Request request, SecuredGroups view) {
        noParameters(request);
        JsonBody body = JsonBody.of(request, STREAM);
        view.replay(name(request), body.text(STREAM, StreamName::of));
        return Response.empty(NO_CONTENT);
    }

    private Response skip(Request request, SecuredGroups view) {
        noParameters(request);
        JsonBody body = JsonBody.of(request, STREAM, "revision");
        StreamName stream = body.text(STREAM, StreamName::of);
        OptionalLong at = body.number("revision", 0, Long.MAX_VALUE);
        if (at.isPresent()) {
            view.skip(name(request), stream, Revision.of(at.getAsLong()));
        } else {
            view.skip(name(request), stream);
        }
        return Response.empty(NO_CONTENT);
    }

    private static void noParameters(Request request) {
        var _ = Parameters.of(request);
    }

    static GroupName name(Request request) {
        return Parameters.parse(
                "group", "a group's name", request.pathParameter("group"), GroupName::of);
    }

    static Response json(int status, JsonNode json) {
        return Response.bytes(status, Response.JSON, GroupJson.bytes(json))
                .header("cache-control", "no-store");
    }
}
