package io.stele.http;

import io.stele.security.Right;
import java.util.Map;

/// A request that has found its handler.
///
/// @param route its pattern
/// @param parameters of the path, decoded
/// @param right that the handler takes
record Routed(
        Method method,
        String route,
        RequestTarget target,
        Map<String, String> parameters,
        Right right,
        Handler handler) {}
