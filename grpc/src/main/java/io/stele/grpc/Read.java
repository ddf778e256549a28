package io.stele.grpc;

import io.stele.protocol.Uuids;
import java.util.UUID;

/// What all readers of messages have in common.
final class Read {

    private Read() {}

    static UUID uuid(String field, String text) {
        try {
            return Uuids.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }

    static IllegalArgumentException missing(String what) {
        return new IllegalArgumentException(what + " is missing");
    }
}
