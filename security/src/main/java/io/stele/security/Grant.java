package io.stele.security;

import java.util.List;
import java.util.Optional;

/// What is given in one go: a role (`reader`), or a right on some streams (`read:account-*`).
public sealed interface Grant {

    /// What is given on some streams.
    List<Right> RIGHTS =
            List.of(Right.READ, Right.CONSUME, Right.COMMAND, Right.APPEND, Right.ADMIN);

    record OfRole(Role role) implements Grant {
        @Override
        public String toString() {
            return role.word();
        }
    }

    /// @param right one of [#RIGHTS]; [Right#ADMIN] is all of the others, on these streams only
    record OnStreams(Right right, StreamPattern streams) implements Grant {
        public OnStreams {
            if (!RIGHTS.contains(right)) {
                throw new IllegalArgumentException(
                        "%s is not given by streams; read, consume, command, append and admin are"
                                .formatted(right.word()));
            }
        }

        @Override
        public String toString() {
            return right.word() + ":" + streams;
        }
    }

    /// Reads what [#toString()] writes.
    ///
    /// @throws IllegalArgumentException when it is neither a role nor a right on streams
    static Grant of(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new OfRole(Role.of(text).orElseThrow(() -> unknown(text)));
        }
        String word = text.substring(0, colon);
        Optional<Right> right =
                RIGHTS.stream().filter(each -> each.word().equals(word)).findFirst();
        return new OnStreams(
                right.orElseThrow(() -> unknown(text)),
                StreamPattern.of(text.substring(colon + 1)));
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException(
                """
                "%s" is not known: expected reader, writer, operator, admin, or a right on \
                streams such as read:account-*, consume:account-*, command:account-42, \
                append:account-42, admin:account-*\
                """
                        .formatted(text));
    }
}
