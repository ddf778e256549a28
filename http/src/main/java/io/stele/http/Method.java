package io.stele.http;

/// The methods that a route can have. HEAD is answered by the route of GET, without the body.
public enum Method {
    GET,
    POST,
    PUT,
    DELETE
}
