package io.stele.security.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.memory.InMemoryEventStore;
import io.stele.protocol.ProblemException;
import io.stele.protocol.ProblemKind;
import io.stele.security.Attempt;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountAuthenticatorTest {

    private static final String PASSWORD = "correct horse battery";
    private static final String WRONG = "wrong password";

    private final InMemoryEventStore store = new InMemoryEventStore();
    private AccountAuthenticator authenticator;

    @BeforeEach
    void start() {
        try (Accounts accounts = Accounts.of(store)) {
            new AccountAdmin(accounts, new SecureRandom())
                    .addUser("test", "alice", PASSWORD.toCharArray(), Set.of());
        }
        authenticator = AccountAuthenticator.of(store, AccountOptions.DEFAULT);
    }

    @AfterEach
    void stop() {
        authenticator.close();
        store.close();
    }

    /// Why it is refused; empty when it is not.
    private Optional<ProblemKind> refusal(String name, String password, String address)
            throws Exception {
        byte[] text = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        Attempt attempt =
                new Attempt(
                        List.of("Basic " + Base64.getEncoder().encodeToString(text)),
                        List.of(),
                        "",
                        Optional.of(InetAddress.getByName(address)));
        try {
            assertThat(authenticator.authenticate(attempt).join().name()).isEqualTo(name);
            return Optional.empty();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProblemException refused) {
                return ProblemKind.of(refused.problem().type());
            }
            throw e;
        }
    }

    @Test
    void whoGuessesHasToWaitAndLocksNobodyElseOut() throws Exception {
        for (int i = 0; i < FailedTries.FREE_TRIES; i++) {
            assertThat(refusal("alice", WRONG, "192.0.2.1")).contains(ProblemKind.UNAUTHENTICATED);
        }
        assertThat(refusal("alice", PASSWORD, "192.0.2.1")).contains(ProblemKind.OVERLOADED);
        assertThat(refusal("alice", PASSWORD, "192.0.2.2")).isEmpty();
    }

    @Test
    void allAddressesOfOneNetworkAreOneGuesser() throws Exception {
        for (int i = 0; i < FailedTries.FREE_TRIES; i++) {
            assertThat(refusal("alice", WRONG, "2001:db8::" + i))
                    .contains(ProblemKind.UNAUTHENTICATED);
        }
        assertThat(refusal("alice", WRONG, "2001:db8::f")).contains(ProblemKind.OVERLOADED);
        assertThat(refusal("alice", WRONG, "2001:db8:0:1::f"))
                .contains(ProblemKind.UNAUTHENTICATED);
    }

    @Test
    void aNameThatNoUserCanHaveIsNotRemembered() throws Exception {
        String name = "a".repeat(AccountAdmin.NAME_CHARS_MAX + 1);
        for (int i = 0; i <= FailedTries.FREE_TRIES; i++) {
            assertThat(refusal(name, WRONG, "192.0.2.1")).contains(ProblemKind.UNAUTHENTICATED);
        }
    }
}
