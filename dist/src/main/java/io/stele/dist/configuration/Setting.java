package io.stele.dist.configuration;

import java.util.Locale;
import java.util.Objects;

/// Something that can be set: `drain.delay` in a file, `STELE_DRAIN_DELAY` in the environment, and
/// `--drain-delay` on the command line.
///
/// @param name lower case words, joined by dots and hyphens
/// @param initial what it is when nobody sets it, as text; a text that the type takes
/// @param doc one sentence for the table of all settings and the help
/// @param secret whether its value must not be shown
public record Setting<T>(
        String name, SettingType<T> type, String initial, String doc, boolean secret) {

    private static final String NAME = "[a-z0-9]+([.-][a-z0-9]+)*";

    public Setting {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("a setting's name is " + NAME + ", not " + name);
        }
        Objects.requireNonNull(doc, "doc");
        T checked = type.parse(initial);
        Objects.requireNonNull(checked, name);
    }

    public static <T> Setting<T> of(String name, SettingType<T> type, String initial, String doc) {
        return new Setting<>(name, type, initial, doc, false);
    }

    /// The same, but its value is never shown.
    public Setting<T> asSecret() {
        return new Setting<>(name, type, initial, doc, true);
    }

    public String variable() {
        return "STELE_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    public String flag() {
        return "--" + name.replace('.', '-');
    }
}
