package io.stele.protocol;

import java.util.HexFormat;
import java.util.UUID;

/// UUIDs as text.
public final class Uuids {

    private static final int LENGTH = 36;

    private Uuids() {}

    /// Stricter than [UUID#fromString(String)], which takes `1-2-3-4-5` and makes another text of it.
    ///
    /// @throws IllegalArgumentException when it is not 8-4-4-4-12 hexadecimal digits
    public static UUID parse(String text) {
        if (!isUuid(text)) {
            throw new IllegalArgumentException(
                    "a UUID is 8-4-4-4-12 hexadecimal digits, not \"" + text + "\"");
        }
        return UUID.fromString(text);
    }

    private static boolean isUuid(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? text.charAt(i) != '-' : !HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
