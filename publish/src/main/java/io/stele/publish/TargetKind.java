package io.stele.publish;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/// A kind of broker that can be published to; found by [ServiceLoader].
public interface TargetKind {

    /// Such as `kafka`.
    String name();

    /// What can be set, in the order in which it is shown.
    List<TargetSetting> settings();

    /// A target as it is set up. Connects to nothing.
    ///
    /// @param settings by the names of [#settings]; what is missing is as it is initially
    /// @throws IllegalArgumentException when they do not go together
    Target target(PublisherName publisher, Map<String, String> settings);

    /// All that are on the class path, by name.
    static List<TargetKind> all() {
        return ServiceLoader.load(TargetKind.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(TargetKind::name))
                .toList();
    }

    static Optional<TargetKind> named(String name) {
        return all().stream().filter(kind -> kind.name().equals(name)).findFirst();
    }
}
