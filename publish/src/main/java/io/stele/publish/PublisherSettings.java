package io.stele.publish;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// What a publisher is.
///
/// @param name for ever: what it keeps is found by it
/// @param kind of its target, such as `kafka`
/// @param filter which events it publishes
/// @param start where it begins when it has not run before
/// @param target settings of its kind
public record PublisherSettings(
        PublisherName name,
        String kind,
        PublisherFilter filter,
        Start start,
        Map<String, String> target) {

    /// Where a publisher begins.
    public enum Start {
        /// With the first event of the log.
        BEGINNING,
        /// With what is appended after it was started.
        END;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PublisherSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(start, "start");
        target = Map.copyOf(target);
    }

    /// All events from the beginning.
    public static PublisherSettings of(String name, String kind, Map<String, String> target) {
        return new PublisherSettings(
                PublisherName.of(name), kind, PublisherFilter.ALL, Start.BEGINNING, target);
    }

    public PublisherSettings withFilter(PublisherFilter other) {
        return new PublisherSettings(name, kind, other, start, target);
    }

    public PublisherSettings withStart(Start other) {
        return new PublisherSettings(name, kind, filter, other, target);
    }

    /// Without the settings of the target, which may have secrets.
    @Override
    public String toString() {
        return "publisher %s to %s, %s from the %s".formatted(name, kind, filter, start.word());
    }

    /// The target that they say.
    ///
    /// @throws IllegalArgumentException when there is no such kind, or its settings do not go together
    Target open() {
        TargetKind found =
                TargetKind.named(kind)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "publisher %s: nothing here publishes to %s; there is %s"
                                                .formatted(
                                                        name,
                                                        kind,
                                                        TargetKind.all().stream()
                                                                .map(TargetKind::name)
                                                                .toList())));
        try {
            return found.target(name, target);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "publisher %s: %s".formatted(name, e.getMessage()), e);
        }
    }
}
