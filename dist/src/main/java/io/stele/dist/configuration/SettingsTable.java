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

    /// For settings that are no flags.
    public static String withoutFlags(List<Setting<?>> settings) {
        StringBuilder table =
                new StringBuilder(
                        """
                        | setting | variable | default | takes | what it is |
                        |---|---|---|---|---|
                        """);
        for (Setting<?> setting : settings) {
            table.append(
                    "| `%s` | `%s` | %s | %s | %s |\n"
                            .formatted(
                                    setting.name(),
                                    setting.variable(),
                                    initial(setting),
                                    cell(setting.type().expected()),
                                    doc(setting)));
        }
        return table.toString();
    }

    private static String row(Setting<?> setting) {
        return "| `%s` | `%s` | `%s` | %s | %s | %s |\n"
                .formatted(
                        setting.name(),
                        setting.variable(),
                        setting.flag(),
                        initial(setting),
                        cell(setting.type().expected()),
                        doc(setting));
    }

    private static String initial(Setting<?> setting) {
        return setting.initial().isEmpty() ? "" : "`" + setting.initial() + "`";
    }

    private static String doc(Setting<?> setting) {
        return cell(setting.doc() + (setting.secret() ? " Never shown." : ""));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
