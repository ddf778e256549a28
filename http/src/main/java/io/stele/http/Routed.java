package io.stele.http;

import java.util.Map;

/// A request that has found its handler.
///
/// @param parameters of the path, decoded
record Routed(
        Method method, RequestTarget target, Map<String, String> parameters, Handler handler) {}
