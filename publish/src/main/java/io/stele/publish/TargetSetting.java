package io.stele.publish;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Something that can be set about a target.
///
/// @param name lower case words, joined by hyphens
/// @param expected what a text must be, as it goes on from "expected"
/// @param initial what it is when nobody sets it; one that the check lets pass
/// @param doc one sentence
/// @param secret whether its value must not be shown
/// @param check throws [IllegalArgumentException] on a text that cannot be
public record TargetSetting(
        String name,
        String expected,
        String initial,
        String doc,
        boolean secret,
        Consumer<String> check) {

    public TargetSetting {
        Objects.requireNonNull(doc, "doc");
        check.accept(initial);
    }

    /// Any text.
    public static TargetSetting text(String name, String expected, String initial, String doc) {
        return new TargetSetting(name, expected, initial, doc, false, text -> {});
    }

    public static TargetSetting number(
            String name, int minInclusive, int maxInclusive, int initial, String doc) {
        return new TargetSetting(
                name,
                "a whole number from %d to %d".formatted(minInclusive, maxInclusive),
                Integer.toString(initial),
                doc,
                false,
                text -> {
                    int value = Integer.parseInt(text);
                    if (value < minInclusive || value > maxInclusive) {
                        throw new IllegalArgumentException(text);
                    }
                });
    }

    /// @param words the first one is the initial one
    public static TargetSetting oneOf(String name, List<String> words, String doc) {
        return new TargetSetting(
                name,
                "one of " + String.join(", ", words),
                words.getFirst(),
                doc,
                false,
                text -> {
                    if (!words.contains(text)) {
                        throw new IllegalArgumentException(text);
                    }
                });
    }

    /// The same, but its value is never shown.
    public TargetSetting asSecret() {
        return new TargetSetting(name, expected, initial, doc, true, check);
    }

    /// Its value among `settings`.
    public String in(Map<String, String> settings) {
        return settings.getOrDefault(name, initial);
    }
}
