package io.stele.groups.host;

import static org.assertj.core.api.Assertions.fail;

import io.stele.groups.Delivery;
import io.stele.groups.GroupOptions;
import io.stele.groups.HeldStream;
import io.stele.groups.Outcome;
import io.stele.model.Checkpoint;
import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One random life of a group: a log that grows, members that come, work, fail, stay silent and die,
/// recordings that are safe or lost, crashes, and people who replay and skip.
///
/// It knows what was acknowledged and skipped, and stops with an [AssertionError] at the first
/// promise that is broken.
final class GroupStory {

    private static final String WANTED = "Wanted";
    private static final int STREAMS = 6;
    private static final int STEPS = 400;
    private static final int STEP_EVENTS = 2; // of a recording, so that crashes come in between

    private final Random random;
    private final GroupOptions options;
    private final UnaryOperator<Recording> writing;
    private final List<RecordedEvent> log = new ArrayList<>();
    private final Map<StreamName, Long> heads = new HashMap<>();
    private final Set<Position> finished = new HashSet<>();
    private final Map<Long, Delivery> open = new LinkedHashMap<>();
    private final Map<Long, Instant> givenAt = new HashMap<>();
    private final List<Delivery> late = new ArrayList<>();
    private final Set<RecordedEvent> acked = new HashSet<>(); // since the last crash
    private GroupState durable = GroupState.startingAt(Checkpoint.START);
    private @Nullable Recording writingNow;
    private int written; // steps of it
    private Instant now = Instant.EPOCH;
    private Group group;
    private int members;
    private int crashes;

    /// @param writing what the disk makes of a recording; the identity on an honest one
    GroupStory(long seed, UnaryOperator<Recording> writing) {
        this.random = new Random(seed);
        this.writing = writing;
        this.options =
                GroupOptions.DEFAULT
                        .withWindow(1 + random.nextInt(12))
                        .withAttemptsMax(1 + random.nextInt(4))
                        .withAckTimeout(Duration.ofSeconds(10))
                        .withRetryAfter(Duration.ofSeconds(1), Duration.ofSeconds(5));
        this.group = new Group(options, durable, List.of());
    }

    /// @return how many crashes it went through
    int run() {
        for (int step = 0; step < STEPS; step++) {
            step();
        }
        finishAll();
        return crashes;
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0, 1 -> append();
            case 2, 3, 4 -> offer();
            case 5, 6 -> deliver();
            case 7, 8, 9 -> finishOne();
            case 10 -> serveReads();
            case 11 -> record();
            case 12 -> pass(random.nextInt(12) == 0 ? 11 : 1);
            case 13 -> people();
            case 14 -> comeAndGo();
            default -> {
                if (random.nextInt(6) == 0) {
                    crash();
                } else {
                    sayTooLate();
                }
            }
        }
    }

    private void append() {
        StreamName stream = StreamName.of("s-" + random.nextInt(STREAMS));
        long revision = heads.merge(stream, 1L, Long::sum) - 1;
        log.add(
                new RecordedEvent(
                        Position.of(log.size()),
                        stream,
                        Revision.of(revision),
                        new UUID(0, log.size()),
                        random.nextInt(4) == 0 ? "Other" : WANTED,
                        now,
                        "somebody",
                        EventData.json("{}"),
                        Metadata.EMPTY,
                        Set.of()));
    }

    private static boolean isWanted(RecordedEvent event) {
        return event.type().equals(WANTED);
    }

    private void offer() {
        for (int at = (int) group.readTo().next();
                at < log.size() && group.takesEvents();
                at = (int) group.readTo().next()) {
            RecordedEvent event = log.get(at);
            if (isWanted(event)) {
                group.offer(event);
            } else {
                group.progress(Checkpoint.after(event.position()));
            }
        }
    }

    private void deliver() {
        for (Delivery delivery : group.deliver(now)) {
            RecordedEvent event = delivery.event();
            for (Delivery other : open.values()) {
                check(
                        !other.event().stream().equals(event.stream()),
                        "two members have %s: %s, %s",
                        event.stream(),
                        other,
                        delivery);
            }
            for (RecordedEvent earlier : log) {
                check(
                        !earlier.stream().equals(event.stream())
                                || earlier.revision().compareTo(event.revision()) >= 0
                                || !isWanted(earlier)
                                || finished.contains(earlier.position()),
                        "%s comes before %s is finished",
                        event,
                        earlier);
            }
            check(!isSafe(event), "%s comes again though its ack is safe", event);
            open.put(delivery.id(), delivery);
            givenAt.put(delivery.id(), now);
        }
        check(
                open.size() <= options.window(),
                "%d in flight, the window is %d",
                open.size(),
                options.window());
    }

    private void finishOne() {
        if (open.isEmpty()) {
            return;
        }
        List<Delivery> all = List.copyOf(open.values());
        Delivery delivery = all.get(random.nextInt(all.size()));
        Outcome outcome =
                switch (random.nextInt(10)) {
                    case 0 -> Outcome.retry("busy");
                    case 1 -> Outcome.park("poison");
                    default -> Outcome.ACK;
                };
        finish(delivery, outcome);
    }

    private void finish(Delivery delivery, Outcome outcome) {
        open.remove(delivery.id());
        check(group.finish(delivery.id(), outcome, now), "%s is not taken", delivery);
        check(!group.finish(delivery.id(), outcome, now), "%s is taken twice", delivery);
        if (outcome instanceof Outcome.Ack) {
            finished.add(delivery.event().position());
            acked.add(delivery.event());
        }
    }

    /// A member says something of what is no longer its business.
    private void sayTooLate() {
        if (!late.isEmpty()) {
            Delivery delivery = late.remove(random.nextInt(late.size()));
            check(
                    !group.finish(delivery.id(), Outcome.ACK, now),
                    "%s is taken though it was taken away",
                    delivery);
        }
    }

    private void serveReads() {
        for (StreamRead read : group.reads(1 + random.nextInt(3))) {
            List<RecordedEvent> events =
                    log.stream()
                            .filter(GroupStory::isWanted)
                            .filter(event -> event.stream().equals(read.stream()))
                            .filter(event -> event.revision().compareTo(read.from()) >= 0)
                            .filter(event -> read.below().covers(event.position()))
                            .toList();
            int some = Math.min(events.size(), random.nextInt(3));
            boolean all = some == events.size();
            group.read(read, events.subList(0, some), all);
        }
    }

    private void record() {
        Recording before = writingNow;
        if (before == null) {
            writingNow = group.record();
            written = 0;
        } else if (writeStep(before)) {
            group.recorded(before);
            writingNow = null;
        }
    }

    /// @return whether it was the last one
    private boolean writeStep(Recording recording) {
        List<List<GroupEvent>> steps = writing.apply(recording).steps(STEP_EVENTS);
        Optional<GroupMemory> memory = Optional.of(new GroupMemory(options, durable));
        for (GroupEvent event : steps.get(written++)) {
            memory = GroupMemory.after(memory, event);
        }
        durable = memory.orElseThrow().state();
        checkNothingIsForgotten();
        return written == steps.size();
    }

    private void checkNothingIsForgotten() {
        for (RecordedEvent event : log) {
            check(
                    !isWanted(event)
                            || finished.contains(event.position())
                            || !isDurablyFinished(event),
                    "%s is not finished, and not in %s",
                    event,
                    durable);
        }
    }

    private boolean isDurablyFinished(RecordedEvent event) {
        HeldStream held = durable.held().get(event.stream());
        return held == null
                ? durable.readTo().covers(event.position())
                        && !durable.unfinished().contains(event.position())
                : held.next().compareTo(event.revision()) > 0;
    }

    /// Whether it cannot come again, by any part of what is written down. Between two steps of a
    /// recording a held stream may say more than it keeps: it catches up with the reader as that was,
    /// and is forgotten.
    private boolean isSafe(RecordedEvent event) {
        return durable.readTo().covers(event.position())
                && !durable.unfinished().contains(event.position())
                && isDurablyFinished(event);
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
        group.tick(now);
        takeBack(delivery -> !given(delivery).plus(options.ackTimeout()).isAfter(now));
    }

    private Instant given(Delivery delivery) {
        return Objects.requireNonNull(givenAt.get(delivery.id()));
    }

    private void takeBack(Predicate<Delivery> which) {
        List<Delivery> taken = open.values().stream().filter(which).toList();
        taken.forEach(delivery -> open.remove(delivery.id()));
        late.addAll(taken);
    }

    private void people() {
        for (HeldStream stream : group.state().held().values()) {
            if (stream.parked() && random.nextBoolean()) {
                if (random.nextInt(3) == 0) {
                    check(
                            group.skip(stream.stream(), stream.next()),
                            "%s cannot be skipped",
                            stream);
                    finished.add(positionOf(stream));
                } else {
                    check(group.replay(stream.stream()), "%s cannot be replayed", stream);
                }
            }
        }
    }

    private Position positionOf(HeldStream stream) {
        return log.stream()
                .filter(event -> event.stream().equals(stream.stream()))
                .filter(event -> event.revision().equals(stream.next()))
                .findFirst()
                .orElseThrow()
                .position();
    }

    private void comeAndGo() {
        if (members == 0 || random.nextBoolean()) {
            group.join("m" + members++ % 4, random.nextInt(4));
            return;
        }
        String name = "m" + random.nextInt(4);
        group.leave(name, now);
        takeBack(delivery -> delivery.member().equals(name));
    }

    private void crash() {
        crashes++;
        Recording under = writingNow;
        if (under != null && random.nextBoolean()) {
            writeStep(under);
        }
        writingNow = null;
        open.clear();
        late.clear(); // ids begin anew
        long lost = acked.stream().filter(event -> !isSafe(event)).count();
        check(
                lost <= options.window(),
                "%d acks are lost, the window is %d",
                lost,
                options.window());
        acked.clear();
        List<RecordedEvent> unfinished =
                durable.unfinished().stream().map(at -> log.get((int) at.value())).toList();
        group = new Group(options, durable, unfinished);
    }

    /// From here on all goes well: everything has to come to its end.
    private void finishAll() {
        group.join("last", 3);
        for (int round = 0; round < 10_000 && !isOver(); round++) {
            offer();
            people();
            deliver();
            List.copyOf(open.values()).forEach(delivery -> finish(delivery, Outcome.ACK));
            pass(1);
            serveReads();
            record();
        }
        for (RecordedEvent event : log) {
            check(
                    !isWanted(event) || finished.contains(event.position()),
                    "%s was never finished; the group is at %s",
                    event,
                    group.state());
        }
        check(isOver(), "the group does not come to an end: %s", group.state());
    }

    private boolean isOver() {
        GroupState state = group.state();
        return state.readTo().next() == log.size()
                && state.unfinished().isEmpty()
                && state.held().isEmpty()
                && group.unrecordedAcks() == 0;
    }

    private static void check(boolean holds, String message, Object... arguments) {
        if (!holds) {
            fail(message, arguments);
        }
    }
}
