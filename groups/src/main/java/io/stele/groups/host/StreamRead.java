package io.stele.groups.host;

import io.stele.model.Checkpoint;
import io.stele.model.Revision;
import io.stele.model.StreamName;

/// What a group wants read of a held stream: its events from a revision on that pass the filter and
/// are below a position.
public record StreamRead(StreamName stream, Revision from, Checkpoint below) {}
