package io.stele.bench.load;

/// What is appended.
///
/// @param sizeBytes of one event's data
/// @param streams how many, at least one for each caller
/// @param batch events in one append
/// @param exact whether each append names its stream's last revision; else it expects anything
public record AppendLoad(int sizeBytes, int streams, int batch, boolean exact) {

    public static final AppendLoad DEFAULT = new AppendLoad(300, 1, 1, false);

    public AppendLoad {
        check("sizeBytes", sizeBytes, 2);
        check("streams", streams, 1);
        check("batch", batch, 1);
    }

    private static void check(String what, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(
                    what + " must be at least " + min + ", but is " + value);
        }
    }

    public AppendLoad withStreams(int other) {
        return new AppendLoad(sizeBytes, other, batch, exact);
    }
}
