package io.stele.sql;

import io.stele.model.EventCursor;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;

/// A checkpoint means something only in the log it was made in.
final class SameLog {

    private SameLog() {}

    /// @throws IllegalStateException when it was made in another, or the log has lost events
    static void check(Tools tools, Generation generation) {
        if (generation.checkpoint().compareTo(tools.store().head()) > 0) {
            throw new IllegalStateException(
                    "view "
                            + generation.view()
                            + " has applied "
                            + generation.checkpoint().next()
                            + " events, but the log has only "
                            + tools.store().head().next()
                            + whatToDo(tools));
        }
        generation.last().ifPresent(last -> checkSameEvent(tools, generation, last));
    }

    private static void checkSameEvent(
            Tools tools, Generation generation, Generation.LastEvent last) {
        ReadLog one = ReadLog.all().limit(1);
        ReadLog there = last.position() == 0 ? one : one.after(last.position() - 1);
        try (EventCursor events = tools.store().read(there)) {
            RecordedEvent event = events.next();
            if (!event.id().toString().equals(last.id())) {
                throw new IllegalStateException(
                        "view "
                                + generation.view()
                                + " has applied the event "
                                + last.id()
                                + " at position "
                                + last.position()
                                + ", where the log has "
                                + event.id()
                                + whatToDo(tools));
            }
        }
    }

    private static String whatToDo(Tools tools) {
        return ": "
                + tools.database()
                + " belongs to another log, or the log was restored from a backup."
                + " Name the right database, or delete what it holds: views are built again from"
                + " the log.";
    }
}
