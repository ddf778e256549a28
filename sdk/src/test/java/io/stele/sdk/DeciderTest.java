package io.stele.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DeciderTest {

    @Test
    void theTypesAreReadFromMethodReferences() {
        assertThat(Account.DECIDER.commandType()).isEqualTo(Account.Command.class);
        assertThat(Account.DECIDER.eventType()).isEqualTo(Account.Event.class);
        assertThat(Account.DECIDER.stateType()).isEqualTo(Account.class);
    }

    @Test
    void theTypesAreReadFromLambdasThatCaptureWhatCannotBeSerialised() {
        Object notSerialisable = new Object();
        Decider<Account.Command, Account.Event, Account> decider =
                Decider.of(
                        "account",
                        Account.EMPTY,
                        (Account s, Account.Command c) ->
                                Decision.refuse("because of " + notSerialisable),
                        (Account s, Account.Event e) -> s);
        assertThat(decider.commandType()).isEqualTo(Account.Command.class);
        assertThat(decider.eventType()).isEqualTo(Account.Event.class);
    }

    @Test
    void typesThatCannotBeReadMustBeNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> untyped(new NamedDecide()))
                .withMessageContaining("neither a lambda nor a method reference")
                .withMessageContaining("Name them: Decider.of(category, Commands.class");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Decider.<Object, Account.Event, Account>of(
                                "account",
                                Account.EMPTY,
                                (s, c) -> Decision.nothing(),
                                Account::evolve))
                .withMessageContaining("its parameter 2 is a plain Object");
    }

    @Test
    void aCategoryHasNoDash() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Decider.of("bank-account", Account.EMPTY, Account::decide, Account::evolve))
                .withMessageContaining("bank-account");
    }

    @Test
    void whatIsAddedLeavesTheRestAsItWas() {
        var changed = Account.DECIDER.withVersion(3).withUnknownEvents(UnknownEvents.SKIP);
        assertThat(changed.version()).isEqualTo(3);
        assertThat(changed.unknownEvents()).isEqualTo(UnknownEvents.SKIP);
        assertThat(changed.category()).isEqualTo("account");
        assertThat(changed.decide(Account.EMPTY, new Account.Command.Open("Ada")))
                .isEqualTo(Decision.accept(new Account.Event.Opened("Ada")));
    }

    private static void untyped(Decider.Decide<Account, Account.Command, Account.Event> decide) {
        Decider.of("account", Account.EMPTY, decide, Account::evolve);
    }

    private static final class NamedDecide
            implements Decider.Decide<Account, Account.Command, Account.Event> {
        private static final long serialVersionUID = 1L;

        @Override
        public Decision<Account.Event> decide(Account state, Account.Command command) {
            return Decision.nothing();
        }
    }
}
