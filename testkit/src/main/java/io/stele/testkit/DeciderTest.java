package io.stele.testkit;

import io.stele.sdk.Decider;
import io.stele.sdk.Decision;
import io.stele.sdk.EventCodec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Tests a decider by what happened before, a command, and what follows:
///
/// ```java
/// private final DeciderTest<AccountCommand, AccountEvent, Account> account =
///         DeciderTest.of(ACCOUNT);
///
/// @Test
/// void moreThanTheBalanceCannotBeWithdrawn() {
///     account.given(new AccountOpened("Ada"), new MoneyDeposited(20))
///             .when(new Withdraw(50))
///             .thenRefused("the balance is only 20");
/// }
/// ```
///
/// Throws [AssertionError] where it is not so, so it works with any test framework. Immutable.
public final class DeciderTest<C, E, S> {

    private final Decider<C, E, S> decider;

    private DeciderTest(Decider<C, E, S> decider) {
        this.decider = decider;
        EventCodec.of(decider); // finds what a service would find at its start
    }

    /// @throws IllegalArgumentException when the decider's events are not as they must be
    public static <C, E, S> DeciderTest<C, E, S> of(Decider<C, E, S> decider) {
        return new DeciderTest<>(decider);
    }

    /// Begins with an aggregate that these events happened to; none: a new one.
    @SafeVarargs
    @SuppressWarnings("varargs") // only read, and copied
    public final Given given(E... events) {
        return new Given(Arrays.asList(events));
    }

    /// Before the command.
    public final class Given {
        private final List<E> events;
        private final S state;

        private Given(List<E> events) {
            this.events = List.copyOf(events);
            S folded = decider.initialState();
            for (E event : events) {
                folded = decider.evolve(folded, event);
            }
            this.state = folded;
        }

        public When when(C command) {
            return new When(this, command, decider.decide(state, command));
        }

        /// The given events lead to this state.
        public Given thenState(S expected) {
            if (!state.equals(expected)) {
                throw new AssertionError(
                        "given%s%n  expected the state %s%n  but it is         %s"
                                .formatted(lines(events), expected, state));
            }
            return this;
        }
    }

    /// After the command.
    public final class When {
        private final Given given;
        private final C command;
        private final Decision<E> decision;

        private When(Given given, C command, Decision<E> decision) {
            this.given = given;
            this.command = command;
            this.decision = decision;
        }

        /// Accepted with exactly these events in this order.
        @SafeVarargs
        @SuppressWarnings("varargs") // only read, and copied
        public final When then(E... events) {
            return expect(Decision.accept(Arrays.asList(events)));
        }

        /// Accepted, without an event.
        public When thenNothing() {
            return expect(Decision.nothing());
        }

        /// Refused with exactly this reason.
        public When thenRefused(String reason) {
            return expect(Decision.refuse(reason));
        }

        /// The state that the events of the command lead to.
        public When thenState(S expected) {
            S state = given.state;
            if (decision instanceof Decision.Accepted<E> accepted) {
                for (E event : accepted.events()) {
                    state = decider.evolve(state, event);
                }
            }
            if (!state.equals(expected)) {
                throw failure("the state " + expected, "the state " + state);
            }
            return this;
        }

        private When expect(Decision<E> expected) {
            if (!expected.equals(decision)) {
                throw failure(describe(expected), describe(decision));
            }
            return this;
        }

        private AssertionError failure(String expected, String actual) {
            return new AssertionError(
                    "given%s%nwhen%n    %s%nthen expected %s%nbut it is     %s"
                            .formatted(lines(given.events), command, expected, actual));
        }

        private String describe(Decision<E> any) {
            return switch (any) {
                case Decision.Refused<E> refused -> "refused, \"" + refused.reason() + "\"";
                case Decision.Accepted<E> accepted when accepted.events().isEmpty() ->
                        "accepted without events";
                case Decision.Accepted<E> accepted -> "accepted with" + lines(accepted.events());
            };
        }
    }

    private static String lines(List<?> events) {
        return events.isEmpty()
                ? " nothing"
                : events.stream()
                        .map(event -> "%n    ".formatted() + event)
                        .collect(Collectors.joining());
    }
}
