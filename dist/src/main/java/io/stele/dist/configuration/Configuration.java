package io.stele.dist.configuration;

import io.stele.dist.CommandException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The value of every setting, and where it came from: a flag goes before the environment, that
/// before the file, and that before the default. Immutable.
public final class Configuration {

    /// Where texts can come from.
    ///
    /// @param flags by setting name
    /// @param environment by variable name; may have others as well
    /// @param file of properties
    public record Sources(
            Map<String, String> flags, Map<String, String> environment, Optional<Path> file) {}

    /// A setting's text.
    ///
    /// @param origin for people, such as `flag --port`
    public record Given(String text, String origin) {}

    private static final String PREFIX = "STELE_";
    private static final String DEFAULT = "default";

    private final List<Setting<?>> settings;
    private final Map<String, Given> given;
    private final List<String> warnings;

    private Configuration(
            List<Setting<?>> settings, Map<String, Given> given, List<String> warnings) {
        this.settings = settings;
        this.given = given;
        this.warnings = warnings;
    }

    /// @param otherVariables that begin with `STELE_` and are no setting
    /// @throws CommandException when anything is wrong; the message names all of it
    public static Configuration read(
            List<Setting<?>> settings, Set<String> otherVariables, Sources sources) {
        Map<String, Setting<?>> byName =
                settings.stream()
                        .collect(
                                Collectors.toMap(
                                        Setting::name,
                                        Function.identity(),
                                        (one, other) -> one,
                                        LinkedHashMap::new));
        Map<String, Given> given = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        settings.forEach(
                setting -> given.put(setting.name(), new Given(setting.initial(), DEFAULT)));
        sources.file().ifPresent(file -> given.putAll(ofFile(file, byName, wrong)));
        for (Setting<?> setting : settings) {
            String variable = sources.environment().get(setting.variable());
            if (variable != null) {
                given.put(
                        setting.name(),
                        new Given(variable, "environment variable " + setting.variable()));
            }
            String flag = sources.flags().get(setting.name());
            if (flag != null) {
                given.put(setting.name(), new Given(flag, "flag " + setting.flag()));
            }
        }
        settings.forEach(setting -> check(setting, given, wrong));
        if (!wrong.isEmpty()) {
            throw CommandException.usage(String.join("\nstele: ", wrong));
        }
        return new Configuration(
                List.copyOf(settings), given, unknownVariables(settings, otherVariables, sources));
    }

    /// What a setting is given as, before all settings are known: for those whose names depend on it.
    /// Nothing is checked.
    ///
    /// @throws CommandException when the file cannot be read
    public static String text(Setting<?> setting, Sources sources) {
        String flag = sources.flags().get(setting.name());
        String variable = sources.environment().get(setting.variable());
        if (flag != null || variable != null) {
            return flag != null ? flag : Objects.requireNonNull(variable);
        }
        return sources.file().map(Configuration::entries).stream()
                .flatMap(List::stream)
                .filter(entry -> entry.key().equals(setting.name()))
                .map(PropertiesFile.Entry::value)
                .findFirst()
                .orElse(setting.initial());
    }

    private static Map<String, Given> ofFile(
            Path file, Map<String, Setting<?>> byName, List<String> wrong) {
        Map<String, PropertiesFile.Entry> found = new LinkedHashMap<>();
        for (PropertiesFile.Entry entry : entries(file)) {
            String where = "%s, line %d: ".formatted(file, entry.line());
            PropertiesFile.Entry before = found.putIfAbsent(entry.key(), entry);
            if (!byName.containsKey(entry.key())) {
                wrong.add(where + unknown(entry.key(), byName.keySet()));
            } else if (before != null) {
                wrong.add(where + entry.key() + " was set in line " + before.line() + " already");
            }
        }
        Map<String, Given> given = new HashMap<>();
        found.values().stream()
                .filter(entry -> byName.containsKey(entry.key()))
                .forEach(entry ->
                        given.put(
                                entry.key(),
                                new Given(
                                        entry.value(),
                                        "%s, line %d".formatted(file, entry.line()))));
        return given;
    }

    private static List<PropertiesFile.Entry> entries(Path file) {
        try {
            return PropertiesFile.read(file);
        } catch (NoSuchFileException e) {
            throw CommandException.usage("there is no configuration file " + file);
        } catch (IOException e) {
            throw CommandException.usage("cannot read the configuration: " + e.getMessage());
        }
    }

    private static String unknown(String key, Set<String> known) {
        return "there is no setting %s; %s"
                .formatted(
                        key,
                        Similar.nearest(key, known)
                                .map(name -> "did you mean " + name + "?")
                                .orElse("'stele serve --print-config' shows all there are"));
    }

    private static void check(Setting<?> setting, Map<String, Given> given, List<String> wrong) {
        Given value = of(setting, given);
        try {
            Object parsed = setting.type().parse(value.text());
            Objects.requireNonNull(parsed);
        } catch (IllegalArgumentException e) {
            String found = setting.secret() ? "something else" : "\"" + value.text() + "\"";
            wrong.add(
                    "%s: expected %s, found %s (%s)"
                            .formatted(
                                    setting.name(),
                                    setting.type().expected(),
                                    found,
                                    value.origin()));
        }
    }

    private static List<String> unknownVariables(
            List<Setting<?>> settings, Set<String> others, Sources sources) {
        Set<String> known = settings.stream().map(Setting::variable).collect(Collectors.toSet());
        return new TreeMap<>(sources.environment())
                .keySet().stream()
                        .filter(name -> name.startsWith(PREFIX))
                        .filter(name -> !known.contains(name) && !others.contains(name))
                        .map(name ->
                                "the environment variable %s is no setting%s"
                                        .formatted(
                                                name,
                                                Similar.nearest(name, known)
                                                        .map(near -> "; did you mean " + near + "?")
                                                        .orElse("")))
                        .toList();
    }

    private static Given of(Setting<?> setting, Map<String, Given> given) {
        Given value = given.get(setting.name());
        if (value == null) {
            throw new IllegalArgumentException("not one of these settings: " + setting.name());
        }
        return value;
    }

    /// @throws IllegalArgumentException when it was not among the settings that were read
    public <T> T get(Setting<T> setting) {
        return setting.type().parse(of(setting, given).text());
    }

    /// Whether somebody set it.
    public boolean isSet(Setting<?> setting) {
        return !of(setting, given).origin().equals(DEFAULT);
    }

    /// What is odd, but does not keep anything from starting: variables that look like settings and
    /// are none. Other programs set such, so they are no errors.
    public List<String> warnings() {
        return warnings;
    }

    /// A line for each setting: its name, its value, and where that came from. No secrets.
    public List<String> lines() {
        int names = width(settings.stream().map(Setting::name).toList());
        int values = width(settings.stream().map(this::shown).toList());
        return settings.stream()
                .map(setting ->
                        "%s  %s  %s"
                                .formatted(
                                        padded(setting.name(), names),
                                        padded(shown(setting), values),
                                        of(setting, given).origin()))
                .toList();
    }

    private String shown(Setting<?> setting) {
        String text = of(setting, given).text();
        if (text.isEmpty()) {
            return "-";
        }
        return setting.secret() ? "(hidden)" : text;
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
