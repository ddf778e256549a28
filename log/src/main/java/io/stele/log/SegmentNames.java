package io.stele.log;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// What the files of a log are called: segments by their first position, so that names sort as the
/// log does.
final class SegmentNames {

    static final String LOCK = "lock";
    static final String PREPARED = "next.prepared";

    private static final Pattern SEGMENT = Pattern.compile("\\d{19}\\.segment");

    private SegmentNames() {}

    static Path segment(Path directory, long firstPosition) {
        return directory.resolve("%019d.segment".formatted(firstPosition));
    }

    /// The segments among `names`, in the order of the log.
    static List<String> segments(List<String> names) {
        return names.stream().filter(name -> SEGMENT.matcher(name).matches()).sorted().toList();
    }

    static long firstPosition(String name) {
        return Long.parseLong(name.substring(0, 19));
    }
}
