package io.stele.security;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Names for what is given together, on every stream that is not Stele's own.
public enum Role {
    READER,
    /// Reads, consumes and appends.
    WRITER,
    OPERATOR,
    /// May do everything, also with `$`-streams.
    ADMIN;

    List<Right> rights() {
        return switch (this) {
            case READER -> List.of(Right.READ);
            case WRITER -> List.of(Right.READ, Right.CONSUME, Right.APPEND);
            case OPERATOR -> List.of(Right.OPERATE);
            case ADMIN -> List.of(Right.ADMIN);
        };
    }

    /// As it stands in texts, such as `reader`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
