package io.stele.testkit;

import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import io.stele.sdk.Decider;
import io.stele.sdk.EventCodec;
import io.stele.sdk.reactor.Addressed;
import io.stele.sdk.reactor.Cause;
import io.stele.sdk.reactor.Effect;
import io.stele.sdk.reactor.Effect.OnRefusal;
import io.stele.sdk.reactor.Reaction;
import io.stele.sdk.reactor.Reactor;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Tests what an event sets off, as a pure function:
///
/// ```java
/// private final ReactorTest<TransferCommand, TransferEvent, Transfer> transfers =
///         ReactorTest.of(new TransferProcess());
///
/// @Test
/// void anAcceptedTransferReachesTheOtherAccount() {
///     transfers.given(REQUESTED, new TransferOffered())
///             .when(new TransferAccepted())
///             .thenSends(to(ACCOUNT, "2", new Deposit(30)))
///             .ifAccepted(new Complete());
/// }
/// ```
///
/// What becomes of a whole process, its timers and redelivered events included, is tested by
/// [ProcessTest]. Throws [AssertionError] where it is not so. Immutable.
public final class ReactorTest<C, E, S> {

    private static final Instant TIME = Instant.parse("2026-01-01T12:00:00Z");

    private final Reactor<C, E, S> reactor;
    private final String id;

    private ReactorTest(Reactor<C, E, S> reactor, String id) {
        this.reactor = reactor;
        this.id = id;
    }

    public static <C, E, S> ReactorTest<C, E, S> of(Reactor<C, E, S> reactor) {
        return new ReactorTest<>(reactor, "1");
    }

    /// The same, for the aggregate with this id; without it the id is `1`.
    public ReactorTest<C, E, S> withId(String otherId) {
        return new ReactorTest<>(reactor, otherId);
    }

    /// Begins with an aggregate that these events happened to.
    @SafeVarargs
    @SuppressWarnings("varargs") // only read, and copied
    public final Given given(E... events) {
        return new Given(Arrays.asList(events));
    }

    /// Before the event.
    public final class Given {
        private final List<E> events;

        private Given(List<E> events) {
            this.events = List.copyOf(events);
        }

        public When when(E event) {
            Decider<C, E, S> decider = reactor.source();
            S state = decider.initialState();
            for (E each : events) {
                state = decider.evolve(state, each);
            }
            Cause cause = new Cause(recorded(event, events.size()));
            return new When(this, event, reactor.react(decider.evolve(state, event), event, cause));
        }
    }

    private RecordedEvent recorded(E event, int revision) {
        NewEvent made = EventCodec.of(reactor.source()).encode(event);
        return new RecordedEvent(
                Position.of(revision),
                StreamName.of(reactor.source().category(), id),
                Revision.of(revision),
                made.id(),
                made.type(),
                TIME,
                "anonymous",
                made.data(),
                made.metadata(),
                made.tags());
    }

    /// After the event.
    public final class When {
        private final Given given;
        private final E event;
        private final Reaction<C> reaction;

        private When(Given given, E event, Reaction<C> reaction) {
            this.given = given;
            this.event = event;
            this.reaction = reaction;
        }

        /// Sends exactly these commands in this order; timers are not looked at.
        public When thenSends(Addressed<?>... commands) {
            List<Addressed<?>> sent =
                    sends().stream().<Addressed<?>>map(Effect.Send::command).toList();
            return expect(Arrays.<Addressed<?>>asList(commands), sent);
        }

        /// Sets off nothing at all.
        public When thenNothing() {
            return expect(List.of(), reaction.effects());
        }

        /// Sets this timer, maybe among other things.
        public When thenAfter(String timer, Duration delay, C command) {
            return expectAmong(new Effect.After<>(timer, delay, command));
        }

        /// Cancels this timer, maybe among other things.
        public When thenCancels(String timer) {
            return expectAmong(new Effect.Cancel<>(timer));
        }

        /// What comes back when the one command that is sent is accepted.
        public When ifAccepted(C answer) {
            return expect(Optional.of(answer), onlySend().accepted());
        }

        /// What comes back when the one command that is sent is refused.
        public When ifRefused(String reason, C answer) {
            return switch (onlySend().refused()) {
                case OnRefusal.Answer<C>(Function<String, ? extends C> command) ->
                        expect(answer, command.apply(reason));
                case OnRefusal.Ignore<C> ignore -> expect(answer, "nothing");
                case OnRefusal.Park<C> park -> expect(answer, "parked");
            };
        }

        /// The one command that is sent must not be refused.
        public When ifRefusedParks() {
            return expect(new OnRefusal.Park<C>(), onlySend().refused());
        }

        private List<Effect.Send<C>> sends() {
            return reaction.effects().stream()
                    .filter(Effect.Send.class::isInstance)
                    .map(effect -> (Effect.Send<C>) effect)
                    .toList();
        }

        private Effect.Send<C> onlySend() {
            List<Effect.Send<C>> sends = sends();
            if (sends.size() != 1) {
                throw failure("one command to be sent", sends);
            }
            return sends.getFirst();
        }

        private When expectAmong(Effect<C> expected) {
            if (!reaction.effects().contains(expected)) {
                throw failure(expected, reaction.effects());
            }
            return this;
        }

        private When expect(Object expected, Object actual) {
            if (!Objects.equals(expected, actual)) {
                throw failure(expected, actual);
            }
            return this;
        }

        private AssertionError failure(Object expected, Object actual) {
            return new AssertionError(
                    "given%s%nwhen%n    %s%nthen expected %s%nbut it is     %s"
                            .formatted(lines(given.events), event, expected, actual));
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
