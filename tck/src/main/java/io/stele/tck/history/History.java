package io.stele.tck.history;

import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What clients of a store sent and what they were answered, in the order in which that happened;
/// [HistoryCheck] says whether a store agrees. For any number of threads.
///
/// Each step is a line of text as well, so that the history of a process that dies can be read by
/// another one: `sent`, `appended`, `conflict`, `refused`, `unknown`, `seen`.
public final class History {

    private final Consumer<String> lines;
    private final Map<Long, Fate> fates = new HashMap<>(); // by the first half of the append's id
    private final List<Fate> inOrder = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();
    private long steps;

    /// What became of an append, as its client knows it. It may be sent more than once, but not
    /// again before an answer came or its process died.
    static final class Fate {

        final ScriptedAppend append;
        final long sentAt;
        int effective; // how often it was sent and may have been written
        @Nullable Appended answer;
        long answeredAt;

        Fate(ScriptedAppend append, long sentAt) {
            this.append = append;
            this.sentAt = sentAt;
        }

        boolean isDefinitelyAbsent() {
            return answer == null && effective == 0;
        }
    }

    /// A reader was given the events `from` up to and without `end`.
    record Seen(long from, long end, long hash) {}

    /// A history that is kept in memory alone.
    public History() {
        this(line -> {});
    }

    /// @param lines gets each step as it happens
    public History(Consumer<String> lines) {
        this.lines = lines;
    }

    /// To be called before the append is.
    public synchronized void sent(ScriptedAppend append) {
        lines.accept("sent " + append);
        Fate fate =
                fates.computeIfAbsent(
                        append.id().getMostSignificantBits(),
                        half -> {
                            Fate added = new Fate(append, steps);
                            inOrder.add(added);
                            return added;
                        });
        fate.effective++;
        steps++;
    }

    /// To be called after the answer.
    ///
    /// @param result the answer, or null
    /// @param failure why there is none, or null
    public synchronized void answered(
            UUID id, @Nullable AppendResult result, @Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        switch (result) {
            case Appended appended -> appended(id, appended);
            case Conflict conflict -> {
                lines.accept("conflict " + id);
                fate(id).effective = 0; // nor had it been written before
            }
            case null -> {
                if (cause instanceof OutcomeUnknownException) {
                    lines.accept("unknown " + id);
                } else {
                    lines.accept("refused " + id + " " + cause);
                    fate(id).effective--;
                }
            }
        }
        steps++;
    }

    private void appended(UUID id, Appended answer) {
        StringJoiner line = new StringJoiner(" ");
        line.add("appended " + id + " " + answer.last().value());
        for (AppendResult.StreamRange range : answer.streams()) {
            line.add(range.stream() + "=" + range.first().value() + ":" + range.last().value());
        }
        lines.accept(line.toString());
        Fate fate = fate(id);
        if (fate.answer == null) {
            fate.answer = answer;
            fate.answeredAt = steps;
        } else if (!fate.answer.streams().equals(answer.streams())
                || !fate.answer.last().equals(answer.last())) {
            throw new AssertionError(
                    "retries get the first answer: " + answer + " instead of " + fate.answer);
        }
    }

    /// To be called after a reader was given events, with [#hash] over them.
    public synchronized void seen(long from, long end, long hash) {
        lines.accept("seen " + from + " " + end + " " + hash);
        seen.add(new Seen(from, end, hash));
        steps++;
    }

    public static long hash(long before, RecordedEvent event) {
        long hash = before * 31 + event.position().value();
        hash = hash * 31 + event.id().hashCode();
        hash = hash * 31 + event.stream().hashCode();
        hash = hash * 31 + event.revision().value();
        return hash * 31 + event.data().bytes().hashCode();
    }

    /// Takes a line over from another history.
    public synchronized void read(String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "sent" -> sent(ScriptedAppend.parse(line.substring("sent ".length())));
            case "appended" -> answered(UUID.fromString(words[1]), appended(words), null);
            case "conflict" -> {
                fate(UUID.fromString(words[1])).effective = 0;
                steps++;
            }
            case "refused" -> {
                fate(UUID.fromString(words[1])).effective--;
                steps++;
            }
            case "unknown" -> steps++;
            case "seen" ->
                    seen(
                            Long.parseLong(words[1]),
                            Long.parseLong(words[2]),
                            Long.parseLong(words[3]));
            default -> throw new IllegalArgumentException("not a line of a history: " + line);
        }
    }

    private static Appended appended(String[] words) {
        List<AppendResult.StreamRange> ranges = new ArrayList<>();
        for (int i = 3; i < words.length; i++) {
            String[] fields = words[i].split("[=:]");
            ranges.add(
                    new AppendResult.StreamRange(
                            StreamName.of(fields[0]),
                            Revision.of(Long.parseLong(fields[1])),
                            Revision.of(Long.parseLong(fields[2]))));
        }
        return new Appended(ranges, Position.of(Long.parseLong(words[2])), false);
    }

    private Fate fate(UUID id) {
        Fate fate = fates.get(id.getMostSignificantBits());
        if (fate == null) {
            throw new IllegalStateException("never sent: " + id);
        }
        return fate;
    }

    /// The append that an event belongs to, or null.
    synchronized @Nullable Fate ofEvent(UUID eventId) {
        return fates.get(eventId.getMostSignificantBits());
    }

    synchronized List<Fate> fates() {
        return List.copyOf(inOrder);
    }

    synchronized List<Seen> readers() {
        return List.copyOf(seen);
    }

    /// One that was sent before, for a retry, or null when there is none.
    public synchronized @Nullable ScriptedAppend earlier(int random) {
        return inOrder.isEmpty() ? null : inOrder.get(Math.floorMod(random, inOrder.size())).append;
    }

    /// Those without a definite answer.
    public synchronized List<ScriptedAppend> unanswered() {
        return inOrder.stream()
                .filter(fate -> fate.answer == null && !fate.isDefinitelyAbsent())
                .map(fate -> fate.append)
                .toList();
    }

    /// How many appends were acknowledged.
    public synchronized long acknowledged() {
        return inOrder.stream().filter(fate -> fate.answer != null).count();
    }
}
