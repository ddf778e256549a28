package io.stele.engine.index;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.EventFilter;
import io.stele.model.Expectation;
import io.stele.model.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * The stretch of the log before the segment that is written to is durable and does not change. So
 * what it says of an append can be asked by the caller's thread, before the writer has the append:
 * the writer asks only what came after. Pages that have to be read are then waited for by the caller
 * who needs them.
 */
/// What the log up to some position says of an append, asked ahead of time.
///
/// @param keys what the append will be found by
/// @param end where the stretch ends that was asked, exclusive
/// @param appendMayBeKnown whether it may have the append's id
/// @param eventsMayBeKnown whether it may have an event of the append; also true
///     where that was not asked
/// @param lastRevisions of each of the append's streams, -1 for none; not asked for those that have
///     an event in the segment that is written to, where the writer finds it
/// @param condition what the append's condition asks for; null for none
/// @param match the first position in the stretch that fails the condition, or -1
public record Outlook(
        AppendKeys keys,
        long end,
        boolean appendMayBeKnown,
        boolean eventsMayBeKnown,
        @SuppressWarnings("ArrayRecordComponent") long[] lastRevisions,
        @Nullable FilterPlan condition,
        long match) {

    private static final long NOT_ASKED = -2;

    /// @param all the parts of the index; all but the last do not change any more
    static Outlook of(AppendKeys keys, List<IndexPart> all, Hashes hashes) {
        List<AppendKeys.PartKeys> parts = keys.parts();
        List<IndexPart> old = all.subList(0, Math.max(0, all.size() - 1));
        long[] last = new long[parts.size()];
        for (int i = 0; i < last.length; i++) {
            Key stream = parts.get(i).stream();
            boolean isHot = !all.isEmpty() && all.getLast().lastRevision(stream) >= 0;
            last[i] = isHot ? NOT_ASKED : lastRevision(old, 0, stream);
        }
        long end = old.isEmpty() ? 0 : old.getLast().endPosition();
        FilterPlan plan = plan(keys.append(), hashes);
        return new Outlook(
                keys,
                end,
                mayHave(old, keys.appendHash()),
                mayHaveEvent(old, keys),
                last,
                plan,
                plan == null ? PositionSet.NONE : plan.first(old, after(keys.append()) + 1));
    }

    /// @param from parts that end there or before are not asked
    static long lastRevision(List<IndexPart> parts, long from, Key stream) {
        long last = -1;
        for (int i = parts.size() - 1;
                last < 0 && i >= 0 && parts.get(i).endPosition() > from;
                i--) {
            last = parts.get(i).lastRevision(stream);
        }
        return last;
    }

    private static boolean mayHave(List<IndexPart> parts, long hash) {
        for (IndexPart part : parts) {
            if (part.findId(hash, position -> true)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayHaveEvent(List<IndexPart> parts, AppendKeys keys) {
        for (int i = 0; i < keys.parts().size(); i++) {
            Expectation expected = keys.append().streams().get(i).expected();
            if (expected instanceof Expectation.None || expected instanceof Expectation.Exactly) {
                return true; // its events are asked for only when that fails, so not ahead of time
            }
            for (long hash : keys.parts().get(i).eventHashes()) {
                if (mayHave(parts, hash)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Null also for a condition about every event, which needs no index.
    private static @Nullable FilterPlan plan(Append append, Hashes hashes) {
        return append.condition()
                .map(AppendCondition::failIfEventsMatch)
                .filter(Query.AnyOf.class::isInstance)
                .map(query -> new FilterPlan(EventFilter.matching(query), hashes))
                .orElse(null);
    }

    private static long after(Append append) {
        return append.condition()
                .flatMap(AppendCondition::after)
                .map(position -> Math.min(position.value(), Long.MAX_VALUE - 1))
                .orElse(-1L);
    }
}
