package io.stele.log;

/// How a log lays out its files.
///
/// @param segmentBytes size of each segment file; a multiple of 8, and room for one frame of
///     `payloadBytesMax` at least
/// @param payloadBytesMax the largest payload that a frame may have
/// @param residentBytesMax how much of the files may be held in memory by reading them, about
public record LogOptions(int segmentBytes, int payloadBytesMax, long residentBytesMax) {

    /// What may be held in memory unless told otherwise: 128 MiB.
    public static final long RESIDENT_BYTES_MAX = 128 << 20;

    /// Segments of 64 MiB, frames of up to 8 MiB.
    public static final LogOptions DEFAULT = new LogOptions(64 << 20, 8 << 20);

    public LogOptions(int segmentBytes, int payloadBytesMax) {
        this(segmentBytes, payloadBytesMax, RESIDENT_BYTES_MAX);
    }

    public LogOptions {
        long needed = SegmentHeader.SIZE_BYTES + FrameLayout.frameBytes(payloadBytesMax);
        if (segmentBytes % FrameLayout.ALIGNMENT != 0 || segmentBytes < needed) {
            throw new IllegalArgumentException(
                    "segmentBytes must be a multiple of %d and at least %d, to hold a frame of %d: %d"
                            .formatted(
                                    FrameLayout.ALIGNMENT, needed, payloadBytesMax, segmentBytes));
        }
    }
}
