package io.stele.http;

/// Answers requests, and may block while it does.
@FunctionalInterface
public interface BlockingHandler {

    Response handle(Request request) throws Exception;
}
