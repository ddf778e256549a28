package io.stele.engine.index;

import io.stele.log.Segment;

/// A frame, by its place.
///
/// @param basePosition of its first event
public record FrameRef(Segment segment, long basePosition, long offsetBytes) {}
