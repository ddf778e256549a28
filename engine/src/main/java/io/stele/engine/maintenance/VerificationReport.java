package io.stele.engine.maintenance;

import io.stele.engine.maintenance.Finding.Kind;
import java.util.Map;

/// What a check went through, and how much it found.
///
/// @param bytes of frames that were read
/// @param endPosition the first position behind the last frame
/// @param counts how many of each kind that was found; those beyond the first thousand of a kind
///     are counted here and not told one by one
public record VerificationReport(
        int segments,
        long bytes,
        long appends,
        long events,
        long streams,
        long snapshots,
        long endPosition,
        Map<Kind, Long> counts) {

    public VerificationReport {
        counts = Map.copyOf(counts);
    }

    /// Whether nothing but notes was found.
    public boolean isSound() {
        return counts.keySet().stream().allMatch(Kind::isNote);
    }
}
