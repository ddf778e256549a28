package io.stele.security;

import io.stele.model.Append;
import java.util.concurrent.CompletableFuture;

/// Finds out who sends a request.
@FunctionalInterface
public interface Authenticator {

    /// Runs on an event loop, so it must not block: what takes long completes later, on any thread.
    ///
    /// @return completes with the principal; or exceptionally with a
    ///     [io.stele.protocol.ProblemException], `unauthenticated` when the request has to say who
    ///     it is, or says something that is not true. Must not throw
    CompletableFuture<Principal> authenticate(Attempt attempt);

    /// Whether those who do not say who they are are refused.
    default boolean isOn() {
        return true;
    }

    /// No authentication: everybody may do everything, under the name they claim.
    static Authenticator off() {
        return Off.INSTANCE;
    }

    /// See [#off()].
    final class Off implements Authenticator {

        private static final Off INSTANCE = new Off();
        private static final Principal UNNAMED = Principal.local(Append.ANONYMOUS);

        private Off() {}

        @Override
        public CompletableFuture<Principal> authenticate(Attempt attempt) {
            String name = attempt.claimedName();
            return CompletableFuture.completedFuture(
                    name.isBlank() ? UNNAMED : Principal.local(name));
        }

        @Override
        public boolean isOn() {
            return false;
        }
    }
}
