package io.stele.log;

/// Where the frames of a segment end.
///
/// @param offsetBytes a next frame would begin there
/// @param position a next event would get it
public record SegmentEnd(long offsetBytes, long position) {}
