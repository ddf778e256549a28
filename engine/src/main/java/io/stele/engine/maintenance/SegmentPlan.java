package io.stele.engine.maintenance;

import io.stele.log.LogFiles.SegmentFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// What a segment's file has to be, before anybody looked into it.
///
/// @param firstPosition as its name says
/// @param endPosition where the next one begins; empty for the last one of a store, whose end only
///     its frames tell
/// @param sizeBytes of the file, where it is not what its header says
record SegmentPlan(
        Path file, long firstPosition, OptionalLong endPosition, OptionalLong sizeBytes) {

    /// The segments of a store.
    static List<SegmentPlan> of(List<SegmentFile> files) {
        List<SegmentPlan> plans = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            OptionalLong end =
                    i + 1 < files.size()
                            ? OptionalLong.of(files.get(i + 1).firstPosition())
                            : OptionalLong.empty();
            SegmentFile file = files.get(i);
            plans.add(
                    new SegmentPlan(file.path(), file.firstPosition(), end, OptionalLong.empty()));
        }
        return plans;
    }

    /// The segments of a backup.
    static List<SegmentPlan> of(Path directory, BackupManifest manifest) {
        return manifest.segments().stream()
                .map(part ->
                        new SegmentPlan(
                                directory.resolve(part.file()),
                                part.firstPosition(),
                                OptionalLong.of(part.endPosition()),
                                OptionalLong.of(part.sizeBytes())))
                .toList();
    }
}
