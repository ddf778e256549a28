package io.stele.security;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Where every request passes, whatever protocol it came in: finds out who sends it, and whether
/// they have the right that its endpoint takes.
public final class Gate {

    private final Authenticator authenticator;

    public Gate(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /// Whether everybody is let in, without having to say who they are.
    public boolean isOpen() {
        return !authenticator.isOn();
    }

    /// @param right that the endpoint takes; for [Right#PUBLIC] nobody is asked who they are
    /// @param attempt asked at once, or never
    /// @return completes with who sends it; exceptionally when they are not let in
    public CompletableFuture<Principal> letIn(Right right, Supplier<Attempt> attempt) {
        if (right == Right.PUBLIC && authenticator.isOn()) {
            return CompletableFuture.completedFuture(Principal.NOBODY);
        }
        return authenticator.authenticate(attempt.get()).thenApply(found -> checked(found, right));
    }

    private static Principal checked(Principal principal, Right right) {
        principal.require(right);
        return principal;
    }
}
