package io.stele.engine.maintenance;

import io.stele.engine.maintenance.Finding.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/// Passes findings on as they come, at most so many of a kind, and counts all of them.
final class Findings {

    /// Of one kind; the rest is only counted, so that a lost segment does not make a million lines.
    static final int OF_A_KIND_MAX = 1_000;

    private final Consumer<Finding> to;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    Findings(Consumer<Finding> to) {
        this.to = to;
    }

    /// Counts, and tells nobody.
    static Findings silent() {
        return new Findings(finding -> {});
    }

    void add(Finding finding) {
        if (counts.merge(finding.kind(), 1L, Long::sum) <= OF_A_KIND_MAX) {
            to.accept(finding);
        }
    }

    Map<Kind, Long> counts() {
        return Map.copyOf(counts);
    }
}
