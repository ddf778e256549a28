package io.stele.testkit;

import io.stele.sdk.Decider;
import io.stele.sdk.schema.EventSchemas;
import io.stele.sdk.schema.SchemaChange;
import io.stele.sdk.schema.SchemaCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The description of a service's events, committed beside its code, so that a change of an event is
/// seen in review and one that cannot read the log fails a test:
///
/// ```java
/// @Test
/// void everyEventInTheLogsIsStillRead() {
///     CommittedSchemas.in(Path.of("src/main/events.json")).check(ACCOUNT);
/// }
/// ```
///
/// With `-Dstele.schemas=write` the file is written as the code is; a change that breaks fails then,
/// too. Throws [AssertionError].
public final class CommittedSchemas {

    private static final String PROPERTY = "stele.schemas";

    private final Path file;

    private CommittedSchemas(Path file) {
        this.file = file;
    }

    public static CommittedSchemas in(Path file) {
        return new CommittedSchemas(file);
    }

    /// That the file says what the code of all deciders of the service is, and that every change
    /// since it was written is one that reads old events.
    ///
    /// @throws UncheckedIOException when the file cannot be read or written
    public void check(Decider<?, ?, ?>... deciders) {
        EventSchemas now = EventSchemas.of(List.of(deciders));
        boolean write = "write".equals(System.getProperty(PROPERTY));
        try {
            if (!Files.exists(file)) {
                require(write, file + " is not there");
            } else {
                check(EventSchemas.fromJson(Files.readString(file)), now, write);
            }
            if (write) {
                Files.writeString(file, now.toJson() + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(EventSchemas committed, EventSchemas now, boolean write) {
        List<SchemaChange> changes = SchemaCheck.compare(committed, now);
        List<SchemaChange> breaking =
                changes.stream()
                        .filter(change -> change.effect() == SchemaChange.Effect.BREAKING)
                        .toList();
        if (!breaking.isEmpty()) {
            throw new AssertionError(
                    "events that are in logs could not be read any more:\n" + lines(breaking));
        }
        require(
                write || committed.toNode().equals(now.toNode()),
                file + " is not as the code is:\n" + lines(changes));
    }

    private static void require(boolean fine, String what) {
        if (!fine) {
            throw new AssertionError(
                    what + "\nRun this test with -D" + PROPERTY + "=write and commit the file");
        }
    }

    private static String lines(List<SchemaChange> changes) {
        return changes.stream().map(change -> "  " + change).collect(Collectors.joining("\n"));
    }
}
