package io.stele.sdk.reactor;

import io.stele.sdk.reactor.Effect.OnRefusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What an event sets off, in this order. The methods are meant to be imported statically.
///
/// @param effects done one after the other; the next one only once the one before is finished. May be
///     empty
public record Reaction<C>(List<Effect<C>> effects) {

    public Reaction {
        effects = List.copyOf(effects);
    }

    public static <C> Reaction<C> nothing() {
        return new Reaction<>(List.of());
    }

    /// Sends a command, and tells the process what became of it.
    ///
    /// @param accepted comes to the process when the command was accepted
    /// @param refused makes of the reason what comes to it when not: `Fail::new`
    public static <C> Reaction<C> send(
            Addressed<?> command, C accepted, Function<String, ? extends C> refused) {
        return of(
                new Effect.Send<>(
                        command, Optional.of(accepted), new OnRefusal.Answer<C>(refused)));
    }

    /// Sends a command that must not be refused. If it is, the process is parked: it waits in view,
    /// and goes on when somebody has seen to it and replays it.
    public static <C> Reaction<C> send(Addressed<?> command, C accepted) {
        return of(new Effect.Send<>(command, Optional.of(accepted), new OnRefusal.Park<C>()));
    }

    /// Sends a command, whatever becomes of it.
    public static <C> Reaction<C> tell(Addressed<?> command) {
        return of(new Effect.Send<>(command, Optional.empty(), new OnRefusal.Ignore<C>()));
    }

    /// Lets a command come to the process later.
    ///
    /// @param timer its name; a later one of the same name takes its place
    /// @param delay from when the event was recorded
    public static <C> Reaction<C> after(String timer, Duration delay, C command) {
        return of(new Effect.After<>(timer, delay, command));
    }

    /// Takes a timer back, if it is set.
    public static <C> Reaction<C> cancel(String timer) {
        return of(new Effect.Cancel<>(timer));
    }

    /// Several reactions as one.
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <C> Reaction<C> all(Reaction<C>... reactions) {
        List<Effect<C>> effects = new ArrayList<>();
        for (Reaction<C> reaction : reactions) {
            effects.addAll(reaction.effects());
        }
        return new Reaction<>(effects);
    }

    private static <C> Reaction<C> of(Effect<C> effect) {
        return new Reaction<>(List.of(effect));
    }
}
