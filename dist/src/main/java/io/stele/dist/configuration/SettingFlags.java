package io.stele.dist.configuration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// Settings as the options of a command.
public final class SettingFlags {

    private SettingFlags() {}

    public static void addTo(CommandSpec command, List<Setting<?>> settings) {
        settings.forEach(setting -> command.addOption(option(setting)));
    }

    private static OptionSpec option(Setting<?> setting) {
        OptionSpec.Builder option =
                OptionSpec.builder(setting.flag())
                        .type(String.class)
                        .paramLabel(setting.type().label())
                        .description(description(setting).replace("%", "%%"));
        boolean onOff = setting.initial().equals("false");
        return onOff
                ? option.arity("0..1").fallbackValue("true").build()
                : option.arity("1").build();
    }

    private static String description(Setting<?> setting) {
        return setting.initial().isEmpty()
                ? setting.doc()
                : "%s Default: %s.".formatted(setting.doc(), setting.initial());
    }

    /// The texts that were given, by setting name.
    public static Map<String, String> given(ParseResult parsed, List<Setting<?>> settings) {
        Map<String, String> flags = new HashMap<>();
        for (Setting<?> setting : settings) {
            if (parsed.hasMatchedOption(setting.flag())) {
                flags.put(setting.name(), parsed.matchedOptionValue(setting.flag(), ""));
            }
        }
        return flags;
    }
}
