package io.stele.groups.host;

import io.stele.groups.HeldStream;
import io.stele.model.Checkpoint;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * A lane is made when the first event of its stream comes and forgotten when the last one is done.
 * While all goes well its events come from the group's reader and wait here. At the first failure it
 * is held: they are dropped, and come from the stream itself until it has caught up with the reader.
 *
 *                   ┌──────────── ack, and more ────────────┐
 *                   ▼                                       │
 *   event ──►  READY (in the queue)  ──► member has it ──►  IN_FLIGHT ──► ack, no more ──► gone
 *                   ▲                                       │
 *                   │  events came        it failed: held   ▼
 *              NEEDS_READ ◄──── time is up ────────────  WAITING
 *                   ▲                                       │ too often
 *                   └───── replay, skip ─────────────────  PARKED
 */
/// The events of one stream on their way through a group, one at a time and in order.
final class Lane {

    /// What it waits for.
    enum Step {
        READY,
        IN_FLIGHT,
        WAITING,
        NEEDS_READ,
        READING,
        PARKED
    }

    final StreamName stream;
    final ArrayDeque<RecordedEvent> events = new ArrayDeque<>();
    Step step = Step.READY;

    /// How often the first event was tried in vain.
    int attempts;

    @Nullable Hold hold;

    /// When a waiting one is tried again.
    Instant due = Instant.MIN;

    /// What there is besides while the lane is held.
    static final class Hold {
        private static final int REASON_CHARS_MAX = 1_000;

        final Instant since;

        /// The first revision that is not done.
        Revision next;

        /// The group's reader has passed over the stream's events below.
        Checkpoint passed;

        /// What was asked for by the read that `events` came from, and whether that was all.
        Checkpoint readBelow = Checkpoint.START;

        boolean readAll;
        String reason = "";

        Hold(Instant since, Revision next, Checkpoint passed) {
            this.since = since;
            this.next = next;
            this.passed = passed;
        }

        /// What went wrong; the beginning of it, where it is long.
        void because(String said) {
            int end = Math.min(said.length(), REASON_CHARS_MAX);
            boolean halved = end > 0 && Character.isHighSurrogate(said.charAt(end - 1));
            reason = said.substring(0, halved ? end - 1 : end);
        }

        /// Whether the stream has nothing more that the group's reader has passed over.
        boolean caughtUp() {
            return readAll && readBelow.compareTo(passed) >= 0;
        }
    }

    Lane(StreamName stream) {
        this.stream = stream;
    }

    boolean isHeld() {
        return hold != null;
    }

    /// Of one that is held.
    HeldStream describe() {
        Hold held = hold;
        if (held == null) {
            throw new IllegalStateException(stream + " is not held");
        }
        return new HeldStream(
                stream, held.next, attempts, held.reason, step == Step.PARKED, held.since);
    }
}
