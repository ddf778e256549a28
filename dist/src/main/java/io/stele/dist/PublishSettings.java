package io.stele.dist;

import io.stele.dist.configuration.Configuration;
import io.stele.dist.configuration.Setting;
import io.stele.dist.configuration.SettingType;
import io.stele.model.Tag;
import io.stele.publish.PublisherFilter;
import io.stele.publish.PublisherName;
import io.stele.publish.PublisherSettings;
import io.stele.publish.PublisherSettings.Start;
import io.stele.publish.TargetKind;
import io.stele.publish.TargetSetting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Settings of publishers: their names, and for each name a set of its own.
final class PublishSettings {

    static final Setting<List<PublisherName>> PUBLISHERS =
            Setting.of(
                    "publishers",
                    SettingType.listOf(
                            new SettingType<>(
                                    "NAME",
                                    "a name of lower case letters, digits and -",
                                    PublisherName::of)),
                    "",
                    "Which publishers there are; publishers.NAME.kind and others say what they are.");

    private static final List<TargetKind> KINDS = TargetKind.all();

    private PublishSettings() {}

    /// Those of the publishers that are named. A name that cannot be is reported by reading all.
    static List<Setting<?>> of(Configuration.Sources sources) {
        try {
            return PUBLISHERS.type().parse(Configuration.text(PUBLISHERS, sources)).stream()
                    .distinct()
                    .flatMap(name -> of(name, kinds(name, sources)).stream())
                    .<Setting<?>>map(setting -> setting)
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /// The kind that the publisher has; all of them where that is not said, or wrong.
    private static List<TargetKind> kinds(PublisherName name, Configuration.Sources sources) {
        return TargetKind.named(Configuration.text(kind(name), sources))
                .map(List::of)
                .orElse(KINDS);
    }

    /// All settings that a publisher can have.
    static List<Setting<?>> of(PublisherName name) {
        return of(name, KINDS);
    }

    private static List<Setting<?>> of(PublisherName name, List<TargetKind> kinds) {
        List<Setting<?>> all = new ArrayList<>();
        all.add(kind(name));
        all.add(categories(name));
        all.add(types(name));
        all.add(tags(name));
        all.add(system(name));
        all.add(start(name));
        for (TargetKind kind : kinds) {
            kind.settings().forEach(setting -> all.add(ofTarget(name, kind, setting)));
        }
        return all;
    }

    private static String path(PublisherName name, String rest) {
        return "publishers." + name + "." + rest;
    }

    private static Setting<Optional<String>> kind(PublisherName name) {
        List<String> words = KINDS.stream().map(TargetKind::name).toList();
        SettingType<String> type =
                new SettingType<>(
                        String.join("|", words),
                        "one of " + String.join(", ", words),
                        text -> {
                            if (!words.contains(text)) {
                                throw new IllegalArgumentException(text);
                            }
                            return text;
                        });
        return Setting.of(
                path(name, "kind"),
                SettingType.optional(type),
                "",
                "What it publishes to. Must be set.");
    }

    private static Setting<List<String>> categories(PublisherName name) {
        return Setting.of(
                path(name, "categories"),
                SettingType.listOf(SettingType.text("a category")),
                "",
                "Only events of streams of these; without any: of all.");
    }

    private static Setting<List<String>> types(PublisherName name) {
        return Setting.of(
                path(name, "types"),
                SettingType.listOf(SettingType.text("an event type")),
                "",
                "Only events of these types; without any: of all.");
    }

    private static Setting<List<Tag>> tags(PublisherName name) {
        return Setting.of(
                path(name, "tags"),
                SettingType.listOf(new SettingType<>("TAG", "a tag, key:value", Tag::of)),
                "",
                "Only events that have all of these.");
    }

    private static Setting<Boolean> system(PublisherName name) {
        return Setting.of(
                path(name, "system"),
                SettingType.onOff(),
                "false",
                "Whether Stele's own streams ($...) are published, too.");
    }

    private static Setting<Start> start(PublisherName name) {
        return Setting.of(
                path(name, "start"),
                SettingType.oneOf(Start.class),
                "beginning",
                "Where it begins when it has not run before.");
    }

    private static Setting<String> ofTarget(
            PublisherName name, TargetKind kind, TargetSetting setting) {
        SettingType<String> type =
                new SettingType<>(
                        "TEXT",
                        setting.expected(),
                        text -> {
                            setting.check().accept(text);
                            return text;
                        });
        Setting<String> made =
                Setting.of(
                        path(name, kind.name() + "." + setting.name()),
                        type,
                        setting.initial(),
                        setting.doc());
        return setting.secret() ? made.asSecret() : made;
    }

    /// The publishers that a configuration says.
    ///
    /// @throws CommandException when one has no kind
    static List<PublisherSettings> publishers(Configuration configuration) {
        return configuration.get(PUBLISHERS).stream()
                .map(name -> publisher(name, configuration))
                .toList();
    }

    private static PublisherSettings publisher(PublisherName name, Configuration configuration) {
        TargetKind kind =
                configuration
                        .get(kind(name))
                        .flatMap(TargetKind::named)
                        .orElseThrow(
                                () -> CommandException.usage(path(name, "kind") + " must be set"));
        Map<String, String> target = new HashMap<>();
        for (TargetSetting setting : kind.settings()) {
            target.put(setting.name(), configuration.get(ofTarget(name, kind, setting)));
        }
        return new PublisherSettings(
                name,
                kind.name(),
                new PublisherFilter(
                        Set.copyOf(configuration.get(categories(name))),
                        Set.copyOf(configuration.get(types(name))),
                        configuration.get(tags(name)).stream().collect(Collectors.toSet()),
                        configuration.get(system(name))),
                configuration.get(start(name)),
                target);
    }
}
