package io.stele.dist.configuration;

import java.util.List;

/// The settings as a table in Markdown, for `docs/configuration.md`.
public final class SettingsTable {

    private SettingsTable() {}

    public static String markdown(List<Setting<?>> settings) {
        StringBuilder table =
                new StringBuilder(
                        """
                        | setting | variable | flag | default | takes | what it is |
                        |---|---|---|---|---|---|
                        """);
        settings.forEach(setting -> table.append(row(setting)));
        return table.toString();
    }

    private static String row(Setting<?> setting) {
        String secret = setting.secret() ? " Never shown." : "";
        return "| `%s` | `%s` | `%s` | %s | %s | %s |\n"
                .formatted(
                        setting.name(),
                        setting.variable(),
                        setting.flag(),
                        setting.initial().isEmpty() ? "" : "`" + setting.initial() + "`",
                        cell(setting.type().expected()),
                        cell(setting.doc() + secret));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
