package io.stele.proofs.audit;

import io.stele.model.Metadata;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/*
 * An event carries as causationId what set off the command that it came of: the id of an event, or of
 * the command itself where it came from outside. The log does not keep which events one append wrote,
 * so a command is what has one cause and wrote to one stream. A cause stands before what it causes, so
 * there are no circles.
 */
/// What followed from what: commands, the events that came of each, the commands that these set off.
///
/// @param commands those that were set off by nothing that is here, in the order of the log
public record CauseTree(List<Command> commands) {

    /// @param cause what set it off; empty when its events do not say
    /// @param events what came of it; not empty
    public record Command(String cause, StreamName stream, String actor, List<Caused> events) {}

    /// @param commands that the event set off; may be empty
    public record Caused(RecordedEvent event, List<Command> commands) {}

    /// @param events in the order of the log
    public static CauseTree of(List<RecordedEvent> events) {
        List<Command> roots = new ArrayList<>();
        Map<String, Caused> byId = new HashMap<>();
        Map<List<String>, Command> known = new LinkedHashMap<>();
        for (RecordedEvent event : events) {
            String cause = event.metadata().text(Metadata.CAUSATION_ID).orElse("");
            List<String> key = List.of(cause, event.stream().value(), event.actor());
            Command command = known.get(key);
            if (command == null || cause.isEmpty()) {
                command = new Command(cause, event.stream(), event.actor(), new ArrayList<>());
                known.put(key, command);
                Caused parent = byId.get(cause);
                (parent == null ? roots : parent.commands()).add(command);
            }
            Caused caused = new Caused(event, new ArrayList<>());
            command.events().add(caused);
            byId.put(event.id().toString(), caused);
        }
        return new CauseTree(roots);
    }

    /// How many events it has.
    public long size() {
        return size(commands);
    }

    private static long size(List<Command> commands) {
        return commands.stream()
                .flatMap(command -> command.events().stream())
                .mapToLong(caused -> 1 + size(caused.commands()))
                .sum();
    }
}
