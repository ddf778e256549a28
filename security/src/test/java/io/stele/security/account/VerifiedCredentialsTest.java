package io.stele.security.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.protocol.ProblemKind;
import io.stele.security.Access;
import io.stele.security.Principal;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class VerifiedCredentialsTest {

    private final VerifiedCredentials verified =
            new VerifiedCredentials(new SecureRandom(), System::nanoTime);

    /// A gate passes on what is completed, not what is thrown.
    @Test
    void whatIsRefusedAtOnceIsAFailureAlsoWhenNoMoreCanBeRemembered() {
        Principal eve =
                new Principal("eve", Principal.Kind.USER, Principal.Standing.fixed(Access.NONE));
        for (int i = 0; i <= VerifiedCredentials.ENTRIES_MAX; i++) {
            var unused = verified.get("good " + i, () -> CompletableFuture.completedFuture(eve));
        }
        CompletableFuture<Principal> answer =
                verified.get(
                        "bad",
                        () -> {
                            throw ProblemKind.UNAUTHENTICATED.exception("no");
                        });
        assertThat(answer.state()).isEqualTo(Future.State.FAILED);
    }
}
