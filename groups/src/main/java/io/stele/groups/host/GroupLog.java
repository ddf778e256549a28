package io.stele.groups.host;

import io.stele.groups.GroupMovedException;
import io.stele.groups.GroupName;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.EventCursor;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A group's stream: what it must not forget. Who reads it may write behind what it has read; two who
/// run the same group notice each other by that.
final class GroupLog {

    private final EventStore store;
    private final GroupName name;
    private Optional<GroupMemory> memory = Optional.empty();
    private Expectation end = Expectation.NONE;

    private GroupLog(EventStore store, GroupName name) {
        this.store = store;
        this.name = name;
    }

    static GroupLog read(EventStore store, GroupName name) {
        GroupLog log = new GroupLog(store, name);
        Deque<GroupEvent> events = new ArrayDeque<>();
        try (EventCursor cursor = store.read(ReadStream.of(name.stream()).backward())) {
            boolean complete = false;
            while (!complete && cursor.hasNext()) {
                RecordedEvent event = cursor.next();
                if (events.isEmpty()) {
                    log.end = Expectation.revision(event.revision().value());
                }
                events.push(GroupEventJson.read(event));
                complete = beginsAnew(events.element());
            }
        }
        for (GroupEvent event : events) {
            log.memory = GroupMemory.after(log.memory, event);
        }
        return log;
    }

    private static boolean beginsAnew(GroupEvent event) {
        return event instanceof GroupEvent.GroupCreated
                || event instanceof GroupEvent.GroupSummarized
                || event instanceof GroupEvent.GroupDeleted;
    }

    /// What was read; empty when there is no such group.
    Optional<GroupMemory> memory() {
        return memory;
    }

    /// An append behind the end. To be tried again as it is where its outcome is unknown.
    Append append(String actor, List<GroupEvent> events) {
        List<NewEvent> written = events.stream().map(GroupEventJson::write).toList();
        return new Append(
                UUID.randomUUID(),
                actor,
                List.of(new StreamAppend(name.stream(), end, written)),
                Optional.empty());
    }

    /// The answer to an append.
    ///
    /// @throws GroupMovedException when somebody else has written to the stream
    void answered(AppendResult result) {
        switch (result) {
            case AppendResult.Appended appended -> {
                Revision last = appended.streams().getFirst().last();
                end = Expectation.revision(last.value());
            }
            default -> throw new GroupMovedException(name);
        }
    }

    /// Writes and waits.
    void write(String actor, List<GroupEvent> events) {
        answered(store.append(append(actor, events)));
    }
}
