package io.stele.protocol;

import java.util.UUID;

/// UUIDs as text.
public final class Uuids {

    private Uuids() {}

    /// Stricter than [UUID#fromString(String)], which takes `1-2-3-4-5` and makes another text of it.
    ///
    /// @throws IllegalArgumentException when it is not 8-4-4-4-12 hexadecimal digits
    public static UUID parse(String text) {
        UUID id = text.length() == 36 ? UUID.fromString(text) : null;
        if (id == null || !id.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException(
                    "a UUID is 8-4-4-4-12 hexadecimal digits, not \"" + text + "\"");
        }
        return id;
    }
}
