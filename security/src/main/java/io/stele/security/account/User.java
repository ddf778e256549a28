package io.stele.security.account;

import io.stele.model.Revision;
import io.stele.security.Access;
import java.util.Objects;

/// A user as the log has it.
///
/// @param passwordHash as [PasswordHash] writes it
/// @param revision of the last event of the user's stream
public record User(
        String name, String passwordHash, Access access, Status status, Revision revision) {

    public enum Status {
        ENABLED,
        DISABLED,
        /// May be added again under the same name.
        DELETED
    }

    public User {
        Objects.requireNonNull(status, "status");
    }

    boolean isEnabled() {
        return status == Status.ENABLED;
    }

    boolean exists() {
        return status != Status.DELETED;
    }

    /// What is in it is not to be seen in a log.
    @Override
    public String toString() {
        return "user " + name;
    }
}
