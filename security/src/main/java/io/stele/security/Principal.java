package io.stele.security;

import io.stele.model.Append;
import io.stele.model.RejectedException;
import io.stele.model.RejectedException.Reason;
import io.stele.model.StreamName;
import java.util.Objects;
import java.util.Optional;

/// Somebody who asks for something.
///
/// @param name what events say caused them; not empty, no control characters
/// @param standing what they may do, at each moment that it is asked
public record Principal(String name, Kind kind, Standing standing) {

    /// How it is known who they are.
    public enum Kind {
        USER,
        KEY,
        TOKEN,
        CERTIFICATE,
        /// They did not say.
        ANONYMOUS,
        /// Nobody has to say, because there is no authentication. The name is what they claim.
        LOCAL
    }

    /// Changes while a principal has a long call open: rights are given and taken, keys revoked,
    /// tokens expire.
    @FunctionalInterface
    public interface Standing {

        /// What may be done at this moment; empty when what the principal proved itself with counts
        /// no longer. Cheap, never blocks.
        Optional<Access> access();

        static Standing fixed(Access access) {
            Optional<Access> always = Optional.of(access);
            return () -> always;
        }
    }

    public static final Principal NOBODY =
            new Principal(Append.ANONYMOUS, Kind.ANONYMOUS, Standing.fixed(Access.NONE));

    private static final Standing EVERYTHING = Standing.fixed(Access.EVERYTHING);

    public Principal {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(standing, "standing");
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a principal's name must not be blank or have control characters");
        }
    }

    /// Where there is no authentication: may do everything, under the name they claim.
    public static Principal local(String name) {
        return new Principal(name, Kind.LOCAL, EVERYTHING);
    }

    /// Whether nobody has to say who they are, so that there is nothing to enforce.
    public boolean isLocal() {
        return kind == Kind.LOCAL;
    }

    /// @throws RejectedException when what the principal proved itself with counts no longer
    public Access access() {
        return standing.access()
                .orElseThrow(() ->
                        new RejectedException(
                                Reason.UNAUTHENTICATED,
                                "what " + name + " proved itself with counts no longer"));
    }

    /// @throws RejectedException when the principal may not, on no stream whatever
    public void require(Right right) {
        if (!access().may(right)) {
            throw forbidden("%s has no right to %s".formatted(name, right.word()));
        }
    }

    /// Asked before anything is looked up, so that the answer does not depend on what there is.
    ///
    /// @throws RejectedException when the principal may not
    public void require(Right right, StreamName stream) {
        if (!access().may(right, stream)) {
            throw forbidden("%s has no right to %s %s".formatted(name, right.word(), stream));
        }
    }

    /// For what is made of many streams and does not say which.
    ///
    /// @throws RejectedException when the principal may not on all streams that are not Stele's own
    public void requireAll(Right right) {
        if (!access().mayAll(right)) {
            throw forbidden(
                    "%s has no right to %s all streams, and this is made of many"
                            .formatted(name, right.word()));
        }
    }

    static RejectedException forbidden(String message) {
        return new RejectedException(Reason.FORBIDDEN, message);
    }
}
