package io.stele.sdk.view;

import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.model.StreamName;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import io.stele.security.Right;
import java.util.List;
import java.util.Map;

/// `GET /v1/projections`, `GET /v1/projections/{view}`, and commands as
/// `POST /v1/projections/{view}/{command}`. Every answer about one of them is how it is doing.
public final class ProjectionRoutes {

    /// What there is to be told.
    public static final List<String> COMMANDS =
            List.of(
                    "rebuild",
                    "switch",
                    "switch-back",
                    "drop",
                    "pause",
                    "resume",
                    "retry",
                    "skip",
                    "repair");

    private final Projections projections;

    private ProjectionRoutes(Projections projections) {
        this.projections = projections;
    }

    public static void addTo(Router router, Projections projections) {
        ProjectionRoutes routes = new ProjectionRoutes(projections);
        String path = "/v1/projections";
        router.add(Method.GET, path, Right.OPERATE, Handler.blocking(routes::list));
        router.add(Method.GET, path + "/{view}", Right.OPERATE, Handler.blocking(routes::show));
        for (String command : COMMANDS) {
            router.add(
                    Method.POST,
                    path + "/{view}/" + command,
                    Right.OPERATE,
                    Handler.blocking(request -> routes.command(request, command)));
        }
    }

    private Response list(Request request) {
        checkParameters(request, List.of());
        return Response.json(
                200,
                Map.of(
                        "projections",
                        projections.list().stream().map(ProjectionJson::of).toList()));
    }

    private Response show(Request request) {
        checkParameters(request, List.of());
        return Response.json(200, ProjectionJson.of(existing(request)));
    }

    private Response command(Request request, String command) {
        checkParameters(request, command.equals("repair") ? List.of("stream") : List.of());
        String view = existing(request).view();
        try {
            return Response.json(200, ProjectionJson.of(run(request, view, command)));
        } catch (ProjectionRefusedException e) {
            throw ProblemKind.PROJECTION_REFUSED.exception(e.reason());
        }
    }

    private ProjectionStatus run(Request request, String view, String command) {
        return switch (command) {
            case "rebuild" -> projections.rebuild(view);
            case "switch" -> projections.switchOver(view);
            case "switch-back" -> projections.switchBack(view);
            case "drop" -> projections.drop(view);
            case "pause" -> projections.pause(view);
            case "resume" -> projections.resume(view);
            case "retry" -> projections.retry(view);
            case "skip" -> projections.skip(view);
            case "repair" -> projections.repair(view, stream(request));
            default -> throw new IllegalStateException("no route for " + command);
        };
    }

    private static StreamName stream(Request request) {
        String name =
                request.query("stream")
                        .orElseThrow(() ->
                                Problems.invalidParameter("stream", "the name of a stream", "")
                                        .exception());
        try {
            return StreamName.of(name);
        } catch (RuntimeException e) {
            throw Problems.invalidParameter("stream", "the name of a stream", name).exception();
        }
    }

    private ProjectionStatus existing(Request request) {
        String view = request.pathParameter("view");
        return projections
                .find(view)
                .orElseThrow(() ->
                        ProblemKind.VIEW_NOT_FOUND.exception("there is no view \"" + view + "\""));
    }

    private static void checkParameters(Request request, List<String> known) {
        for (String parameter : request.query().keySet()) {
            if (!known.contains(parameter)) {
                throw Problems.unknownParameter(parameter, known).exception();
            }
        }
    }
}
