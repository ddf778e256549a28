package io.stele.engine.index;

import io.stele.model.Append;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the log says of an append that is to be decided on. The caller's thread asks ahead; the
/// writer asks for the rest, and that is little.
public final class Grounds {

    private final LogIndex index;

    Grounds(LogIndex index) {
        this.index = index;
    }

    /// What the log says of `append` so far as it does not change any more. For any thread.
    public Outlook outlook(Append append) {
        AppendKeys of = index.keysOf(append);
        Outlook[] outlook = new Outlook[1];
        index.ask(parts -> {
            outlook[0] = Outlook.of(of, parts, index.hashes());
            return PositionSet.NONE;
        });
        return outlook[0];
    }

    /// The last revision of the append's stream `stream`, durable or not, or -1.
    public long lastRevision(Outlook outlook, int stream) {
        Key key = outlook.keys().parts().get(stream).stream();
        long later = index.ask(parts -> Outlook.lastRevision(parts, outlook.end(), key));
        return later >= 0 ? later : outlook.lastRevisions()[stream];
    }

    /// The first frame that is accepted among those that may have the append's id, the newest
    /// first.
    public @Nullable FrameRef findAppend(Outlook outlook, Predicate<FrameRef> accept) {
        long hash = outlook.keys().appendHash();
        return index.findId(hash, outlook.appendMayBeKnown() ? 0 : outlook.end(), accept);
    }

    /// The first frame that is accepted among those that may have an event of the append, the
    /// newest first.
    ///
    /// @param part index of the event's stream in the append
    /// @param event index of the event in that
    public @Nullable FrameRef findEvent(
            Outlook outlook, int part, int event, Predicate<FrameRef> accept) {
        long hash = outlook.keys().parts().get(part).eventHashes()[event];
        return index.findId(hash, outlook.eventsMayBeKnown() ? 0 : outlook.end(), accept);
    }

    /// The first position behind `after` that fails the append's condition, or -1.
    ///
    /// @param after as the condition says, -1 for the beginning
    /// @param end the position that the next event gets
    public long firstMatch(Outlook outlook, long after, long end) {
        FilterPlan condition = outlook.condition();
        if (condition == null) {
            return after + 1 < end ? after + 1 : PositionSet.NONE;
        }
        long from = Math.max(after + 1, outlook.end());
        return outlook.match() != PositionSet.NONE
                ? outlook.match()
                : index.ask(parts -> condition.first(parts, from));
    }
}
