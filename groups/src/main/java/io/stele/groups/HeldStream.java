package io.stele.groups;

import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.time.Instant;
import java.util.Objects;

/// A stream that the group has got stuck in. Its events from `next` on are not finished, and are read
/// from the stream when it goes on, so nothing of it has to be kept but the place; the rest of the
/// log does not wait for it.
///
/// @param next where it goes on
/// @param attempts how often the event there was tried in vain
/// @param reason what was said the last time; empty when nothing went wrong since
/// @param parked whether it waits until somebody says how to go on, instead of being tried again by
///     itself
/// @param since when it got stuck
public record HeldStream(
        StreamName stream,
        Revision next,
        int attempts,
        String reason,
        boolean parked,
        Instant since) {

    public HeldStream {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(since, "since");
    }
}
