package io.stele.model;

/// Where a stream ends.
///
/// @param revision of its last event
/// @param position of its last event
public record StreamHead(Revision revision, Position position) {}
