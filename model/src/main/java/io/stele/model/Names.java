package io.stele.model;

import java.util.Objects;

/// What every name in the model has in common.
final class Names {

    private Names() {}

    /// @throws IllegalArgumentException when `value` is empty, or has a control character or an
    ///     unpaired surrogate
    static void check(String what, String value) {
        Objects.requireNonNull(value, what);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(what + " must not be empty");
        }
        checkText(what, value);
    }

    /// As [#check], but the text may be empty.
    static void checkText(String what, String value) {
        Objects.requireNonNull(value, what);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                continue;
            }
            if (Character.isISOControl(c)) {
                throw new IllegalArgumentException(
                        what
                                + " has the control character U+%04X at index %d"
                                        .formatted((int) c, i));
            }
        }
        checkUnicode(what, value);
    }

    /// Text that is not Unicode would be read back as another one than was written.
    ///
    /// @throws IllegalArgumentException when `value` has an unpaired surrogate
    static void checkUnicode(String what, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean paired =
                        Character.isHighSurrogate(c)
                                && i + 1 < value.length()
                                && Character.isLowSurrogate(value.charAt(i + 1));
                if (!paired) {
                    throw new IllegalArgumentException(
                            what + " has an unpaired surrogate at index " + i);
                }
                i++;
            }
        }
    }
}
