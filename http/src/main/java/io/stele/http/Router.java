package io.stele.http;

import io.stele.http.metrics.Metrics;
import io.stele.security.Right;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the handler for a path.
///
/// A pattern is a path of names and `{parameters}`, such as `/api/{category}/{id}`; each stands for
/// one segment. A last parameter `{path...}` stands for all segments that are left, one or more, with
/// the slashes between them. Where several patterns fit, a name goes before a parameter, and that
/// before the rest, segment by segment. Filled by one thread before the server starts.
public final class Router {

    /// A route, as it was added.
    public record Route(Method method, String pattern, Right right) {}

    /// What a route is answered by, and what it takes.
    record Target(String pattern, Right right, Handler handler) {}

    private static final String REST = "...";

    /// What is known of the paths that share a beginning.
    private static final class Node {
        private final Map<String, Node> names = new TreeMap<>();
        private final Map<Method, Target> targets = new EnumMap<>(Method.class);
        private List<String> parameters = List.of();
        private @Nullable Node parameter;
        private @Nullable Node rest;
        private final boolean isRest;

        Node(boolean isRest) {
            this.isRest = isRest;
        }
    }

    /// The routes of one path.
    ///
    /// @param targets not empty
    record Match(Map<Method, Target> targets, Map<String, String> parameters) {}

    private final Node root = new Node(false);

    private final List<Route> routes = new ArrayList<>();

    private final Metrics metrics = new Metrics();

    /// @param right without it the request is refused before the handler sees it. A right on streams
    ///     is enough when there is one stream that it is had on: for which ones it holds is up to
    ///     the handler
    /// @throws IllegalArgumentException when the pattern is malformed or the route is there already
    public Router add(Method method, String pattern, Right right, Handler handler) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("a pattern begins with \"/\": \"" + pattern + "\"");
        }
        Node node = root;
        List<String> parameters = new ArrayList<>();
        for (String segment : pattern.substring(1).split("/", -1)) {
            if (node.isRest) {
                throw new IllegalArgumentException("the rest of a path comes last: " + pattern);
            }
            if (segment.startsWith("{") && segment.endsWith(REST + "}")) {
                parameters.add(segment.substring(1, segment.length() - 1 - REST.length()));
                node.rest = node.rest == null ? new Node(true) : node.rest;
                node = node.rest;
            } else if (segment.startsWith("{") && segment.endsWith("}")) {
                parameters.add(segment.substring(1, segment.length() - 1));
                node.parameter = node.parameter == null ? new Node(false) : node.parameter;
                node = node.parameter;
            } else {
                node = node.names.computeIfAbsent(segment, name -> new Node(false));
            }
        }
        if (!node.targets.isEmpty() && !node.parameters.equals(parameters)) {
            throw new IllegalArgumentException(
                    "%s names its parameters unlike an earlier route: %s, %s"
                            .formatted(pattern, parameters, node.parameters));
        }
        node.parameters = parameters;
        if (node.targets.putIfAbsent(method, new Target(pattern, right, handler)) != null) {
            throw new IllegalArgumentException(
                    "there is a route already: " + method + " " + pattern);
        }
        routes.add(new Route(method, pattern, right));
        return this;
    }

    /// What is measured of these routes, and of what lies behind them.
    public Metrics metrics() {
        return metrics;
    }

    /// All of them, in the order in which they were added.
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /// @param segments of the path, decoded
    Optional<Match> find(List<String> segments) {
        String[] values = new String[segments.size()];
        Node node = find(root, segments, 0, values, 0);
        if (node == null) {
            return Optional.empty();
        }
        Map<String, String> parameters = HashMap.newHashMap(node.parameters.size());
        for (int i = 0; i < node.parameters.size(); i++) {
            parameters.put(node.parameters.get(i), values[i]);
        }
        return Optional.of(new Match(node.targets, parameters));
    }

    private static @Nullable Node find(
            Node node, List<String> segments, int depth, String[] values, int valueCount) {
        if (depth == segments.size()) {
            return node.targets.isEmpty() ? null : node;
        }
        String segment = segments.get(depth);
        Node named = node.names.get(segment);
        Node found = named == null ? null : find(named, segments, depth + 1, values, valueCount);
        if (found == null && node.parameter != null && !segment.isEmpty()) {
            values[valueCount] = segment;
            found = find(node.parameter, segments, depth + 1, values, valueCount + 1);
        }
        if (found == null && node.rest != null && !segment.isEmpty()) {
            values[valueCount] = String.join("/", segments.subList(depth, segments.size()));
            found = node.rest;
        }
        return found;
    }
}
