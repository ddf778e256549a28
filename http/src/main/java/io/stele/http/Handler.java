package io.stele.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Answers requests, several at the same time.
///
/// What a handler throws, or completes with, is answered as well: a
/// [io.stele.protocol.ProblemException] with its problem, a [io.stele.model.StoreException] with
/// the problem it maps to, anything else with `internal`, and the cause goes to the log.
@FunctionalInterface
public interface Handler {

    /// Runs on an event loop that serves other connections too, so it must not block. The answer
    /// may be completed on any thread.
    CompletionStage<Response> handle(Request request);

    /// A handler that may block: it runs on a virtual thread, and no more of them at a time than
    /// [HttpLimits#blockingMax]; beyond that the answer is 429.
    static Handler blocking(BlockingHandler handler) {
        return new Blocking(handler);
    }

    /// Answers at once.
    static Handler direct(BlockingHandler handler) {
        return request -> {
            try {
                return CompletableFuture.completedFuture(handler.handle(request));
            } catch (Exception e) {
                return CompletableFuture.failedFuture(e);
            }
        };
    }

    /// What [HttpServer] runs on a virtual thread.
    record Blocking(BlockingHandler handler) implements Handler {

        /// Without the server's bound.
        @Override
        public CompletionStage<Response> handle(Request request) {
            CompletableFuture<Response> answer = new CompletableFuture<>();
            Thread.ofVirtual().name("stele-http-handler").start(() -> complete(answer, request));
            return answer;
        }

        void complete(CompletableFuture<Response> answer, Request request) {
            try {
                answer.complete(handler.handle(request));
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        }
    }
}
