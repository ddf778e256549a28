package io.stele.server;

import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.model.Checkpoint;
import io.stele.protocol.ProblemKind;
import io.stele.publish.Publisher;
import io.stele.publish.Publishers;
import io.stele.publish.ReplayOptions;
import io.stele.publish.UnknownPublisherException;
import io.stele.security.Right;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Publishers over HTTP, for operators: how they fare, and what can be done with them.
final class PublisherEndpoints {

    private static final int OK = 200;
    private static final int EVENTS_PER_SECOND = 1_000;
    private static final String ALL = "/v1/publishers";
    private static final String ONE = ALL + "/{publisher}";

    private final Publishers publishers;

    private PublisherEndpoints(Publishers publishers) {
        this.publishers = publishers;
    }

    static void addTo(Router router, Publishers publishers) {
        PublisherEndpoints here = new PublisherEndpoints(publishers);
        router.add(Method.GET, ALL, Right.OPERATE, Handler.blocking(here::list));
        here.add(router, Method.GET, "", (request, publisher) -> {});
        here.add(
                router,
                Method.POST,
                "/pause",
                (request, publisher) -> publisher.pause(request.actor()));
        here.add(
                router,
                Method.POST,
                "/resume",
                (request, publisher) -> publisher.resume(request.actor()));
        here.add(router, Method.POST, "/replay", PublisherEndpoints::replay);
    }

    private interface Command {
        void of(Request request, Publisher publisher);
    }

    private void add(Router router, Method method, String path, Command command) {
        router.add(
                method,
                ONE + path,
                Right.OPERATE,
                Handler.blocking(request -> {
                    var _ = Parameters.of(request);
                    Publisher publisher = publisher(request);
                    command.of(request, publisher);
                    return GroupEndpoints.json(OK, PublisherJson.write(publisher.status()));
                }));
    }

    private Publisher publisher(Request request) {
        try {
            return publishers.get(request.pathParameter("publisher"));
        } catch (UnknownPublisherException e) {
            throw ProblemKind.PUBLISHER_NOT_FOUND.exception(String.valueOf(e.getMessage()));
        }
    }

    private Response list(Request request) {
        var _ = Parameters.of(request);
        ObjectNode json = GroupJson.object();
        ArrayNode all = json.putArray("publishers");
        publishers.all().forEach(each -> all.add(PublisherJson.write(each.status())));
        return GroupEndpoints.json(OK, json);
    }

    private static void replay(Request request, Publisher publisher) {
        JsonBody body = JsonBody.of(request, "destination", "from", "eventsPerSecond");
        String destination = body.text("destination");
        long from = body.number("from", 0, Long.MAX_VALUE).orElse(0);
        int rate =
                Math.toIntExact(
                        body.number("eventsPerSecond", 1, ReplayOptions.EVENTS_PER_SECOND_MAX)
                                .orElse(EVENTS_PER_SECOND));
        try {
            publisher.replay(new ReplayOptions(new Checkpoint(from), destination, rate));
        } catch (IllegalArgumentException e) {
            throw body.wrong("destination", String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw ProblemKind.REPLAY_UNDER_WAY.exception(String.valueOf(e.getMessage()));
        }
    }
}
