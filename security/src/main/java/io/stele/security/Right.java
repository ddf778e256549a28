package io.stele.security;

import java.util.Locale;

/// What an endpoint takes, or a rule gives.
public enum Right {
    /// Nothing: whoever can reach the server may use it, also without saying who they are.
    PUBLIC,
    /// To read streams.
    READ,
    /// To work for consumer groups that read streams, and to change those groups: more than to read,
    /// since an event that somebody finishes goes to nobody else. To read with it.
    CONSUME,
    /// To give a service commands about streams. What they lead to is decided by the service, so
    /// this is less than to append.
    COMMAND,
    /// To append any events to streams, which is not yet to read them. Commands with it.
    APPEND,
    /// To look after the server: metrics, progress, backups.
    OPERATE,
    /// Everything: the others, users and keys, and Stele's own `$`-streams.
    ADMIN;

    /// Whether who has this one has `other` with it.
    boolean includes(Right other) {
        return this == other
                || this == ADMIN
                || other == PUBLIC
                || (this == CONSUME && other == READ)
                || (this == APPEND && other == COMMAND);
    }

    /// As it stands in texts, such as `read`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
