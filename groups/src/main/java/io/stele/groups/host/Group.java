package io.stele.groups.host;

import io.stele.groups.Delivery;
import io.stele.groups.GroupCounts;
import io.stele.groups.GroupMember;
import io.stele.groups.GroupOptions;
import io.stele.groups.HeldStream;
import io.stele.groups.Outcome;
import io.stele.groups.host.Lane.Hold;
import io.stele.groups.host.Lane.Step;
import io.stele.model.Checkpoint;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/*
 * What must hold, and GroupSimulation checks:
 *
 * - An event is finished only by an ack, or by somebody who skips it. Everything else is in
 *   `unfinished` or behind the `next` of a held stream, and both are in every recording.
 * - Of a stream there is at most one event with a member, and its next one comes only after it is
 *   finished.
 * - What was acknowledged since the last recording, and what members have, is at most `window`: so
 *   much can come twice after a crash.
 */
/// What a consumer group does with what: a state machine without threads, clocks, files or network.
/// Whoever runs it gives it the events of the log in order and what members say, gives members what
/// it hands out, reads what it asks for, and writes down what it says must not be forgotten. For one
/// thread.
public final class Group {

    /// Of the events that wait here; what comes on top is left in the log.
    private static final long QUEUED_BYTES_MAX = 16 << 20;

    private final GroupOptions options;
    private final Map<StreamName, Lane> lanes = new HashMap<>();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<Long, InFlight> inFlight = new LinkedHashMap<>(); // the oldest comes first
    private final SortedSet<Long> unfinished = new TreeSet<>();
    private final ArrayDeque<Lane> ready = new ArrayDeque<>();
    private final ArrayDeque<Lane> toRead = new ArrayDeque<>();
    private final LinkedHashSet<Member> wanting = new LinkedHashSet<>();
    private final Set<StreamName> touched = new LinkedHashSet<>();
    private final Map<StreamName, Lane> held = new LinkedHashMap<>();
    private final PriorityQueue<Retry> retries =
            new PriorityQueue<>(Comparator.comparing(Retry::due));
    private final Tally tally = new Tally();
    private Checkpoint readTo;
    private long queuedBytes;
    private long lastDelivery;
    private long acks;
    private long recordedAcks;

    private record Retry(Instant due, Lane lane) {}

    /// @param state as recorded
    /// @param unfinished the events at `state.unfinished()`, in that order
    public Group(GroupOptions options, GroupState state, List<RecordedEvent> unfinished) {
        this.options = options;
        this.readTo = state.readTo();
        for (HeldStream stream : state.held().values()) {
            Lane lane = new Lane(stream.stream());
            lane.attempts = stream.attempts();
            Hold hold = new Hold(stream.since(), stream.next(), state.readTo());
            hold.reason = stream.reason();
            lane.hold = hold;
            lanes.put(stream.stream(), lane);
            held.put(stream.stream(), lane);
            if (stream.parked()) {
                lane.step = Step.PARKED;
            } else {
                needsRead(lane);
            }
        }
        unfinished.forEach(this::queue);
    }

    // --- the log -------------------------------------------------------------------------------

    /// Whether it takes another event now.
    public boolean takesEvents() {
        return unfinished.size() < options.window() && queuedBytes < QUEUED_BYTES_MAX;
    }

    /// How far the log was read; the next event offered is at or behind it.
    public Checkpoint readTo() {
        return readTo;
    }

    /// The next event of the log that passes the filter.
    public void offer(RecordedEvent event) {
        if (readTo.covers(event.position())) {
            throw new IllegalArgumentException(
                    "position %s was read before; the next is %d"
                            .formatted(event.position(), readTo.next()));
        }
        readTo = Checkpoint.after(event.position());
        queue(event);
    }

    /// The log has no event below `to` that passes the filter and was not offered.
    public void progress(Checkpoint to) {
        readTo = to.compareTo(readTo) > 0 ? to : readTo;
    }

    private void queue(RecordedEvent event) {
        Lane lane = lanes.get(event.stream());
        if (lane == null) {
            lane = new Lane(event.stream());
            lanes.put(event.stream(), lane);
            ready.add(lane);
        }
        Hold hold = lane.hold;
        if (hold != null) {
            Checkpoint behind = Checkpoint.after(event.position());
            hold.passed = behind.compareTo(hold.passed) > 0 ? behind : hold.passed;
        } else {
            lane.events.add(event);
            unfinished.add(event.position().value());
            queuedBytes += event.data().bytes().size();
        }
    }

    /// What has to be read for held streams that go on; each is asked for once.
    ///
    /// @param max how many at most
    public List<StreamRead> reads(int max) {
        List<StreamRead> reads = new ArrayList<>();
        while (reads.size() < max && !toRead.isEmpty()) {
            Lane lane = toRead.remove();
            Hold hold = lane.hold;
            if (lane.step == Step.NEEDS_READ && hold != null) {
                lane.step = Step.READING;
                hold.readBelow = hold.passed;
                reads.add(new StreamRead(lane.stream, hold.next, hold.passed));
            }
        }
        return reads;
    }

    /// What came of a read that was asked for.
    ///
    /// @param events in order; the first ones of what was asked for
    /// @param all whether there are no more
    public void read(StreamRead asked, List<RecordedEvent> events, boolean all) {
        Lane lane = lanes.get(asked.stream());
        Hold hold = lane == null ? null : lane.hold;
        if (lane == null || hold == null || lane.step != Step.READING) {
            throw new IllegalArgumentException("nobody asked to read " + asked);
        }
        hold.readAll = all;
        lane.events.addAll(events);
        goOn(lane, hold);
    }

    // --- members -------------------------------------------------------------------------------

    /// A member comes, or changes how many events it wants at once.
    ///
    /// @param credit 0 or more
    public void join(String name, int credit) {
        Member member = members.computeIfAbsent(name, it -> new Member(it, 0));
        member.credit = credit;
        offerWork(member);
    }

    /// A member is gone; what it had goes to others at once.
    public void leave(String name, Instant now) {
        Member member = members.remove(name);
        if (member == null) {
            return;
        }
        wanting.remove(member);
        List<InFlight> had = List.copyOf(member.inFlight.values()).reversed();
        for (InFlight lost : had) { // the oldest one comes first in the end
            forget(lost);
            Lane lane = lost.lane();
            lane.attempts++;
            if (lane.attempts >= options.attemptsMax()) {
                tally.parked++;
                park(lane, "its member went away, %d attempts".formatted(lane.attempts), now);
            } else {
                tally.retried++;
                lane.step = Step.READY;
                ready.addFirst(lane);
            }
        }
    }

    /// What members get now; each counts as given.
    public List<Delivery> deliver(Instant now) {
        List<Delivery> deliveries = new ArrayList<>();
        while (hasRoom() && !ready.isEmpty() && !wanting.isEmpty()) {
            Lane lane = ready.remove();
            Member member = wanting.removeFirst();
            Delivery delivery =
                    new Delivery(
                            ++lastDelivery, member.name, lane.events.getFirst(), lane.attempts + 1);
            InFlight given = new InFlight(delivery, lane, member, now.plus(options.ackTimeout()));
            inFlight.put(delivery.id(), given);
            member.inFlight.put(delivery.id(), given);
            member.tally.delivered++;
            tally.delivered++;
            lane.step = Step.IN_FLIGHT;
            deliveries.add(delivery);
            offerWork(member);
        }
        return deliveries;
    }

    private boolean hasRoom() {
        return inFlight.size() + (acks - recordedAcks) < options.window();
    }

    private void offerWork(Member member) {
        if (member.wantsMore()) {
            wanting.add(member);
        } else {
            wanting.remove(member);
        }
    }

    /// Whether a member has a delivery, and so may say what became of it.
    public boolean has(String member, long delivery) {
        InFlight given = inFlight.get(delivery);
        return given != null && given.member().name.equals(member);
    }

    /// What a member says of a delivery.
    ///
    /// @return false when that is no longer its business: it took too long, left, or said it before
    public boolean finish(long delivery, Outcome outcome, Instant now) {
        InFlight given = inFlight.get(delivery);
        if (given == null) {
            return false;
        }
        forget(given);
        offerWork(given.member());
        switch (outcome) {
            case Outcome.Ack ack -> acknowledged(given.lane());
            case Outcome.Retry retry -> failed(given.lane(), retry.reason(), retry.after(), now);
            case Outcome.Park park -> {
                given.lane().attempts++;
                park(given.lane(), park.reason(), now);
            }
        }
        count(given, outcome);
        return true;
    }

    private void count(InFlight given, Outcome outcome) {
        for (Tally each : List.of(tally, given.member().tally)) {
            if (outcome instanceof Outcome.Ack) {
                each.finished++;
            } else if (given.lane().step == Step.PARKED) {
                each.parked++;
            } else {
                each.retried++;
            }
        }
    }

    private void forget(InFlight given) {
        inFlight.remove(given.delivery().id());
        given.member().inFlight.remove(given.delivery().id());
    }

    private void acknowledged(Lane lane) {
        acks++;
        RecordedEvent event = lane.events.removeFirst();
        lane.attempts = 0;
        Hold hold = lane.hold;
        if (hold != null) {
            hold.next = event.revision().next();
            hold.reason = "";
            touched.add(lane.stream);
            goOn(lane, hold);
            return;
        }
        dequeue(event);
        if (lane.events.isEmpty()) {
            lanes.remove(lane.stream);
        } else {
            lane.step = Step.READY;
            ready.add(lane);
        }
    }

    private void dequeue(RecordedEvent event) {
        if (unfinished.remove(event.position().value())) {
            queuedBytes -= event.data().bytes().size();
        }
    }

    // --- streams that are stuck ----------------------------------------------------------------

    private void failed(Lane lane, String reason, Optional<Duration> after, Instant now) {
        lane.attempts++;
        if (lane.attempts >= options.attemptsMax()) {
            park(lane, reason, now);
            return;
        }
        hold(lane, now).because(reason);
        lane.step = Step.WAITING;
        lane.due = now.plus(after.orElseGet(() -> options.retryAfter(lane.attempts + 1)));
        retries.add(new Retry(lane.due, lane));
    }

    private void park(Lane lane, String reason, Instant now) {
        hold(lane, now).because(reason);
        lane.events.clear();
        lane.step = Step.PARKED;
    }

    /// From here on the lane's events come from the stream; only the first one stays.
    private Hold hold(Lane lane, Instant now) {
        touched.add(lane.stream);
        RecordedEvent first = lane.events.getFirst();
        Hold hold = lane.hold;
        if (hold == null) {
            hold = new Hold(now, first.revision(), passedBy(lane));
            lane.hold = hold;
            held.put(lane.stream, lane);
            lane.events.forEach(this::dequeue);
        }
        hold.readAll = false;
        lane.events.clear();
        lane.events.add(first);
        return hold;
    }

    private static Checkpoint passedBy(Lane lane) {
        return Checkpoint.after(lane.events.getLast().position());
    }

    /// The next event of a held stream; where there is none, the stream is not held any longer.
    private void goOn(Lane lane, Hold hold) {
        if (!lane.events.isEmpty()) {
            lane.step = Step.READY;
            ready.add(lane);
        } else if (hold.caughtUp()) {
            lanes.remove(lane.stream);
            held.remove(lane.stream);
            touched.add(lane.stream);
        } else {
            needsRead(lane);
        }
    }

    private void needsRead(Lane lane) {
        lane.step = Step.NEEDS_READ;
        toRead.add(lane);
    }

    /// Tries a parked stream again, from the event that it was parked at.
    ///
    /// @return false when it is not parked
    public boolean replay(StreamName stream) {
        return unpark(stream, hold -> hold.next);
    }

    /// Gives up the event that a stream was parked at, and goes on with the one behind it.
    ///
    /// @param at the revision of that event
    /// @return false when it is not parked there
    public boolean skip(StreamName stream, Revision at) {
        Lane lane = held.get(stream);
        Hold hold = lane == null ? null : lane.hold;
        return hold != null && hold.next.equals(at) && unpark(stream, it -> at.next());
    }

    /// @param next where it goes on
    private boolean unpark(StreamName stream, Function<Hold, Revision> next) {
        Lane lane = held.get(stream);
        Hold hold = lane == null ? null : lane.hold;
        if (lane == null || hold == null || lane.step != Step.PARKED) {
            return false;
        }
        hold.next = next.apply(hold);
        hold.reason = "";
        lane.attempts = 0;
        touched.add(stream);
        needsRead(lane);
        return true;
    }

    // --- time ----------------------------------------------------------------------------------

    /// Takes back what members took too long for, and tries again what has waited long enough.
    ///
    /// @param now here and elsewhere never earlier than the time before
    public void tick(Instant now) {
        while (!inFlight.isEmpty()) {
            InFlight oldest = inFlight.values().iterator().next();
            if (oldest.deadline().isAfter(now)) {
                break;
            }
            finish(oldest.delivery().id(), tooLate(), now);
        }
        for (Retry first = retries.peek();
                first != null && !first.due().isAfter(now);
                first = retries.peek()) {
            retries.remove();
            Lane lane = first.lane();
            if (lane.step == Step.WAITING && lane.due.equals(first.due())) {
                lane.step = Step.READY;
                ready.add(lane);
            }
        }
    }

    private Outcome tooLate() {
        return Outcome.retry("no answer within " + options.ackTimeout(), Duration.ZERO);
    }

    // --- what must not be forgotten ------------------------------------------------------------

    /// How many acknowledgements no recording has yet.
    public long unrecordedAcks() {
        return acks - recordedAcks;
    }

    /// Whether streams came to be held, or are held otherwise, since the last recording.
    public boolean hasChangedStreams() {
        return !touched.isEmpty();
    }

    /// What has changed since the last call. The caller writes it down, and says so.
    public Recording record() {
        List<HeldStream> changed = new ArrayList<>();
        List<StreamName> released = new ArrayList<>();
        for (StreamName stream : touched) {
            Lane lane = held.get(stream);
            if (lane == null) {
                released.add(stream);
            } else {
                changed.add(lane.describe());
            }
        }
        touched.clear();
        return new Recording(readTo, positions(), changed, released, acks);
    }

    /// A recording is safe.
    public void recorded(Recording recording) {
        recordedAcks = Math.max(recordedAcks, recording.acks());
    }

    /// All of what must not be forgotten.
    public GroupState state() {
        Map<StreamName, HeldStream> streams = new LinkedHashMap<>();
        held.forEach((stream, lane) -> streams.put(stream, lane.describe()));
        return new GroupState(readTo, positions(), streams);
    }

    private List<Position> positions() {
        return unfinished.stream().map(Position::of).toList();
    }

    /// Who works for it, in the order in which they came.
    public List<GroupMember> members() {
        return members.values().stream()
                .map(each ->
                        new GroupMember(
                                each.name, each.credit, each.inFlight.size(), each.tally.counts()))
                .toList();
    }

    /// What became of deliveries since this was made.
    public GroupCounts counts() {
        return tally.counts();
    }
}
