package io.stele.sdk.view;

import io.stele.sdk.view.ProjectionStatus.Build;
import io.stele.sdk.view.ProjectionStatus.Repair;
import io.stele.sdk.view.ProjectionStatus.Skipped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Projections as JSON.
final class ProjectionJson {

    private ProjectionJson() {}

    static Map<String, Object> of(ProjectionStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("view", status.view());
        json.put("version", status.version());
        json.put("state", status.state().toString());
        status.note().ifPresent(note -> json.put("note", note));
        json.put("head", status.head() - 1);
        json.put("builds", list(status.builds(), ProjectionJson::of));
        json.put("skipped", list(status.skipped(), ProjectionJson::of));
        json.put("repairs", list(status.repairs(), ProjectionJson::of));
        return json;
    }

    private static Map<String, Object> of(Build build) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("build", build.number());
        json.put("role", build.role());
        json.put("version", build.version());
        json.put("fingerprint", build.fingerprint());
        json.put("current", build.current());
        json.put("position", build.applied() - 1);
        json.put("eventsPerSecond", build.perSecond());
        build.secondsLeft().ifPresent(seconds -> json.put("secondsLeft", seconds));
        json.put("runner", build.runner());
        build.failure().ifPresent(failure -> json.put("failure", ViewJson.failure(failure)));
        return json;
    }

    private static Map<String, Object> of(Skipped skipped) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("build", skipped.build());
        json.put("position", skipped.position());
        json.put("stream", skipped.stream());
        json.put("revision", skipped.revision());
        json.put("type", skipped.type());
        json.put("reason", skipped.reason());
        return json;
    }

    private static Map<String, Object> of(Repair repair) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("build", repair.build());
        json.put("stream", repair.stream());
        json.put("outcome", repair.outcome());
        return json;
    }

    private static <T> List<Map<String, Object>> list(
            List<T> all, Function<T, Map<String, Object>> json) {
        return all.stream().map(json).toList();
    }
}
