package io.stele.groups.host;

import io.stele.groups.Delivery;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.groups.MemberListener;
import io.stele.groups.Outcome;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Checkpoint;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.Position;
import io.stele.model.ReadLog;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Subscription.Message;
import io.stele.model.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 *   LogFollower ──batch──►┌───────────┐──delivery──► MemberListener
 *   members ──outcome────►│ this      │──append────► the group's stream
 *   stream reads ◄────────│ thread    │◄──answer────
 *                         └───────────┘
 */
/// Runs one group: a thread with a mailbox around a [Group].
final class GroupHost {

    private static final Duration RECORD_EVERY = Duration.ofMillis(200);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration END = Duration.ofSeconds(5);
    private static final int READS_MAX = 16;
    private static final int READ_EVENTS_MAX = 64;

    /// A group that reads on without an event for it writes that down only so often, or it would
    /// keep itself busy with what it wrote.
    private static final long PROGRESS_POSITIONS = 10_000;

    private static final int SUMMARIZE_EVERY = 1_000;

    /// So that one fits into an event; a group that holds more streams is read from further back.
    private static final int SUMMARY_STREAMS_MAX = 500;

    /// So that what is written at once fits into an append.
    private static final int STEP_EVENTS_MAX = 500;

    /// In whose name a group writes down how far it is.
    private static final String ACTOR = "stele";

    private final EventStore store;
    private final GroupName name;
    private final GroupLog log;
    private final GroupOptions options;
    private final Group group;
    private final Clock clock;
    private final Runnable atEnd;
    private final BlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
    private final Map<String, MemberListener> members = new HashMap<>();
    private final Deque<Message> pending = new ArrayDeque<>();
    private final LogFollower follower;
    private final Thread thread;
    private boolean asked;
    private boolean writing;
    private Instant lastRecorded = Instant.MIN;
    private long recordedTo;
    private String actor = ACTOR;
    private int recordings;
    private volatile @Nullable RuntimeException ended;

    /// @param atEnd runs when the group runs here no longer
    GroupHost(
            EventStore store,
            GroupName name,
            GroupLog log,
            GroupMemory memory,
            Clock clock,
            Runnable atEnd) {
        this.store = store;
        this.name = name;
        this.log = log;
        this.options = memory.options();
        this.clock = clock;
        this.atEnd = atEnd;
        this.group = new Group(options, memory.state(), events(memory.state().unfinished()));
        this.recordedTo = memory.state().readTo().next();
        this.follower =
                new LogFollower(
                        store,
                        options.filter(),
                        memory.state().readTo(),
                        batch -> mailbox.add(() -> pending.addAll(batch)),
                        failure ->
                                mailbox.add(() -> {
                                    throw failure;
                                }));
        this.thread = Thread.ofVirtual().name("stele-group-" + name).start(this::run);
    }

    private List<RecordedEvent> events(List<Position> positions) {
        List<RecordedEvent> events = new ArrayList<>();
        for (Position position : positions) {
            ReadLog one = ReadLog.all().from(new Checkpoint(position.value())).limit(1);
            try (EventCursor cursor = store.read(one)) {
                events.add(cursor.next());
            }
        }
        return events;
    }

    // --- for others ----------------------------------------------------------------------------

    /// Does something with the group on its thread.
    ///
    /// @return completes with what it gave, or with why the group runs here no longer
    <T> CompletableFuture<T> ask(Function<Group, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        post(() -> {
            RuntimeException why = ended;
            if (why != null) {
                answer.completeExceptionally(why);
            } else {
                answer.complete(question.apply(group));
            }
        });
        return answer;
    }

    CompletableFuture<Boolean> join(String member, MemberListener listener) {
        return ask(it -> {
            if (members.putIfAbsent(member, listener) != null) {
                return false;
            }
            it.join(member, 0);
            return true;
        });
    }

    CompletableFuture<Boolean> leave(String member, MemberListener listener) {
        return ask(it -> {
            if (!members.remove(member, listener)) {
                return false;
            }
            it.leave(member, now());
            return true;
        });
    }

    CompletableFuture<Boolean> credit(String member, MemberListener listener, int events) {
        return ask(it -> {
            if (!listener.equals(members.get(member))) {
                return false;
            }
            it.join(member, events);
            return true;
        });
    }

    /// Does something that is written down in somebody's name.
    CompletableFuture<Boolean> change(String by, Function<Group, Boolean> change) {
        return ask(it -> {
            boolean done = change.apply(it);
            if (done) {
                actor = by;
            }
            return done;
        });
    }

    /// False also when another member has the delivery.
    CompletableFuture<Boolean> finish(
            String member, MemberListener listener, long delivery, Outcome outcome) {
        return ask(it ->
                listener.equals(members.get(member))
                        && it.has(member, delivery)
                        && it.finish(delivery, outcome, now()));
    }

    private void post(Runnable task) {
        mailbox.add(task);
        if (ended != null && mailbox.remove(task)) {
            task.run(); // nobody else will
        }
    }

    GroupOptions options() {
        return options;
    }

    /// Writes down how far the group is, and ends.
    void close() {
        post(() -> {
            throw new Closed();
        });
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    // --- the group's thread --------------------------------------------------------------------

    private Instant now() {
        return clock.instant();
    }

    private void run() {
        try {
            while (true) {
                runTasks();
                group.tick(now());
                takeEvents();
                readHeldStreams();
                group.deliver(now()).forEach(this::hand);
                if (isRecordingDue()) {
                    record();
                }
            }
        } catch (Closed e) {
            end(new UnavailableException("group " + name + " is closed here; join it again"));
        } catch (InterruptedException e) {
            end(new UnavailableException("group " + name + " was interrupted; join it again"));
        } catch (RuntimeException e) {
            end(e);
        }
    }

    /// Everything that waits, or a while of waiting.
    private void runTasks() throws InterruptedException {
        Runnable task = mailbox.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
        for (int left = mailbox.size(); task != null; left--) {
            task.run();
            task = left > 0 ? mailbox.poll() : null;
        }
    }

    private void takeEvents() {
        while (!pending.isEmpty() && group.takesEvents()) {
            asked = false;
            switch (pending.remove()) {
                case Message.Event event -> group.offer(event.event());
                case Message.CaughtUp caughtUp -> group.progress(caughtUp.at());
                case Message.Progress progress -> group.progress(progress.at());
            }
        }
        if (pending.isEmpty() && !asked && group.takesEvents()) {
            asked = true;
            follower.ask();
        }
    }

    private void hand(Delivery delivery) {
        MemberListener member = members.get(delivery.member());
        if (member != null) {
            member.deliver(delivery);
        }
    }

    // --- held streams --------------------------------------------------------------------------

    private void readHeldStreams() {
        for (StreamRead read : group.reads(READS_MAX)) {
            Thread.ofVirtual().name("stele-group-read").start(() -> readStream(read));
        }
    }

    private void readStream(StreamRead read) {
        Supplier<Runnable> reading =
                () -> {
                    List<RecordedEvent> events = new ArrayList<>();
                    boolean all = readSome(read, events);
                    return () -> group.read(read, events, all);
                };
        Runnable answer;
        try {
            answer = withPatience(reading);
        } catch (RuntimeException e) {
            answer =
                    () -> {
                        throw e;
                    };
        }
        post(answer);
    }

    /// @return whether there are no more
    private boolean readSome(StreamRead read, List<RecordedEvent> events) {
        try (EventCursor cursor = store.read(ReadStream.of(read.stream()).from(read.from()))) {
            while (cursor.hasNext()) {
                RecordedEvent event = cursor.next();
                if (!read.below().covers(event.position())) {
                    return true;
                }
                if (options.filter().matches(event)) {
                    if (events.size() == READ_EVENTS_MAX) {
                        return false;
                    }
                    events.add(event);
                }
            }
            return true;
        }
    }

    /// Again and again while the store is not there.
    private <T> T withPatience(Supplier<T> work) {
        while (true) {
            try {
                return work.get();
            } catch (UnavailableException e) {
                if (ended != null) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static void pause(RuntimeException why) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw why;
        }
    }

    // --- what must not be forgotten ------------------------------------------------------------

    private boolean isRecordingDue() {
        if (writing) {
            return false;
        }
        if (group.unrecordedAcks() * 2 >= options.window()) {
            return true;
        }
        boolean changed =
                group.unrecordedAcks() > 0
                        || group.hasChangedStreams()
                        || group.readTo().next() - recordedTo >= PROGRESS_POSITIONS;
        return changed && !now().isBefore(lastRecorded.plus(RECORD_EVERY));
    }

    private void record() {
        writing = true;
        Recording recording = group.record();
        List<List<GroupEvent>> steps = steps(recording);
        String by = actor;
        actor = ACTOR;
        Thread.ofVirtual()
                .name("stele-group-record")
                .start(() -> {
                    Runnable answer;
                    try {
                        write(by, steps);
                        answer = () -> recorded(recording);
                    } catch (RuntimeException e) {
                        answer =
                                () -> {
                                    writing = false;
                                    throw e;
                                };
                    }
                    post(answer);
                });
    }

    /// By one thread at a time: `writing` sees to it.
    private void write(String by, List<List<GroupEvent>> steps) {
        for (List<GroupEvent> step : steps) {
            Append append = log.append(by, step);
            log.answered(withPatience(() -> written(append)));
        }
    }

    /// The same append again where nobody knows what became of it: it is written once.
    private AppendResult written(Append append) {
        try {
            return store.append(append);
        } catch (OutcomeUnknownException e) {
            throw new UnavailableException(String.valueOf(e.getMessage()), e);
        } catch (CompletionException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<List<GroupEvent>> steps(Recording recording) {
        recordings++;
        if (recordings % SUMMARIZE_EVERY == 0) {
            GroupState state = group.state();
            if (state.held().size() <= SUMMARY_STREAMS_MAX) {
                return List.of(List.of(new GroupEvent.GroupSummarized(options, state)));
            }
        }
        return recording.steps(STEP_EVENTS_MAX);
    }

    private void recorded(Recording recording) {
        writing = false;
        group.recorded(recording);
        recordedTo = recording.readTo().next();
        lastRecorded = now();
    }

    private void end(RuntimeException why) {
        follower.close();
        awaitRecording();
        members.keySet().forEach(member -> group.leave(member, now()));
        if (why instanceof UnavailableException) {
            recordLast();
        }
        ended = why;
        members.values().forEach(member -> member.ended(why));
        members.clear();
        atEnd.run();
        for (Runnable task = mailbox.poll(); task != null; task = mailbox.poll()) {
            runQuietly(task);
        }
    }

    private void awaitRecording() {
        Instant latest = now().plus(END);
        try {
            while (writing && now().isBefore(latest)) {
                Runnable task = mailbox.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
                if (task != null) {
                    runQuietly(task);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// So that what was acknowledged does not come again after an orderly end.
    private void recordLast() {
        if (!writing && (group.unrecordedAcks() > 0 || group.hasChangedStreams())) {
            try {
                for (List<GroupEvent> step : steps(group.record())) {
                    log.answered(written(log.append(ACTOR, step)));
                }
            } catch (RuntimeException e) {
                System.getLogger("io.stele.groups")
                        .log(
                                System.Logger.Level.WARNING,
                                "group "
                                        + name
                                        + " ended before it wrote down how far it was;"
                                        + " some events will come again",
                                e);
            }
        }
    }

    private static void runQuietly(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            System.getLogger("io.stele.groups")
                    .log(System.Logger.Level.DEBUG, "after the end of a group", e);
        }
    }
}
