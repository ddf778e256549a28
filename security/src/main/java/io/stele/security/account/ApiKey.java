package io.stele.security.account;

import io.stele.model.Revision;
import io.stele.security.Access;
import java.time.Instant;
import java.util.Optional;

/// A key as the log has it: for programs, which have no password.
///
/// @param id names it; no secret
/// @param name for people
/// @param secretHash SHA-256 of the secret, in hex
/// @param expiresAt from when on it is of no use; empty: never
/// @param revoked for good
/// @param revision of the last event of the key's stream
public record ApiKey(
        String id,
        String name,
        String secretHash,
        Access access,
        Optional<Instant> expiresAt,
        boolean revoked,
        Revision revision) {

    boolean isGood(Instant now) {
        return !revoked && (expiresAt.isEmpty() || now.isBefore(expiresAt.get()));
    }

    /// What events say caused them when this key was used. No user has a name with a colon.
    String actor() {
        return "key:" + name;
    }

    /// What is in it is not to be seen in a log.
    @Override
    public String toString() {
        return "key " + id;
    }
}
