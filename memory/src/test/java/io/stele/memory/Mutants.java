package io.stele.memory;

import static io.stele.memory.StoreDecorator.answering;
import static io.stele.memory.StoreDecorator.appending;
import static io.stele.memory.StoreDecorator.readingLog;
import static io.stele.memory.StoreDecorator.readingStreams;
import static io.stele.memory.StoreDecorator.showing;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult;
import io.stele.model.AppendResult.Appended;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.Direction;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamAppend;
import io.stele.model.Tag;
import io.stele.model.TimeOrderedIds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Stores with one bug each.
final class Mutants {

    private Mutants() {}

    static Map<String, UnaryOperator<EventStore>> all() {
        Map<String, UnaryOperator<EventStore>> all = new TreeMap<>();
        all.putAll(ofAppends());
        all.putAll(ofConditions());
        all.putAll(ofReads());
        all.putAll(StatefulMutants.all());
        all.putAll(SubscriptionMutants.all());
        return all;
    }

    private static Map<String, UnaryOperator<EventStore>> ofAppends() {
        return Map.of(
                "a retry is answered as if it were new",
                answering(result ->
                        result instanceof Appended appended
                                ? new Appended(appended.streams(), appended.last(), false)
                                : result),
                "a retry is written again",
                appending(append -> fresh(append).withId(TimeOrderedIds.next())),
                "a retry without its append id is written again",
                appending(Mutants::fresh),
                "unseen events are one short",
                answering(
                        result -> changeUnseen(result, unseen -> unseen.subList(1, unseen.size()))),
                "unseen events come in the wrong order",
                answering(result -> changeUnseen(result, List::reversed)),
                "at most 99 unseen events",
                answering(result ->
                        changeUnseen(
                                result, unseen -> unseen.subList(0, Math.min(99, unseen.size())))),
                "exists is taken as any",
                appending(append ->
                        expecting(
                                append,
                                expected ->
                                        expected.equals(Expectation.EXISTS)
                                                ? Expectation.ANY
                                                : expected)),
                "the actor gets lost",
                appending(append -> append.by(Append.ANONYMOUS)),
                "tags get lost",
                showing(event -> change(event, event.recordedAt(), Set.of(), event.position())));
    }

    private static Map<String, UnaryOperator<EventStore>> ofConditions() {
        return Map.of(
                "a condition is ignored",
                appending(append -> with(append, Optional.empty())),
                "a condition ignores after",
                appending(append ->
                        conditioned(append, c -> AppendCondition.noneMatch(c.failIfEventsMatch()))),
                "a condition looks only behind the first event",
                appending(append ->
                        conditioned(
                                append,
                                c ->
                                        c.after().isPresent()
                                                ? c
                                                : AppendCondition.noneMatchAfter(
                                                        c.failIfEventsMatch(), Position.of(0)))),
                "a condition takes after as the first to look at",
                appending(append ->
                        conditioned(
                                append,
                                c ->
                                        new AppendCondition(
                                                c.failIfEventsMatch(),
                                                c.after()
                                                        .filter(after -> after.value() > 0)
                                                        .map(after ->
                                                                Position.of(after.value() - 1))))),
                "a condition knows only its first item",
                appending(append ->
                        conditioned(
                                append,
                                c ->
                                        new AppendCondition(
                                                c.failIfEventsMatch() instanceof Query.AnyOf any
                                                        ? Query.anyOf(any.items().getFirst())
                                                        : c.failIfEventsMatch(),
                                                c.after()))));
    }

    private static Map<String, UnaryOperator<EventStore>> ofReads() {
        return Map.of(
                "a limit is one more",
                readingLog(read -> read.limit(Math.max(read.limit(), read.limit() + 1))),
                "a limit of a stream is one more",
                readingStreams(read -> read.limit(Math.max(read.limit(), read.limit() + 1))),
                "a filter is ignored backward",
                readingLog(read ->
                        read.direction() == Direction.BACKWARD
                                ? read.matching(EventFilter.ALL)
                                : read),
                "a category is taken as a prefix",
                readingLog(read ->
                        read.filter()
                                .category()
                                .map(category ->
                                        read.matching(
                                                new EventFilter(
                                                        read.filter().query(),
                                                        Optional.empty(),
                                                        Optional.of(category),
                                                        read.filter().system())))
                                .orElse(read)),
                "Stele's own streams are never shown",
                readingLog(read -> read.matching(read.filter().withoutSystem())),
                "after is included",
                readingLog(read ->
                        read.afterExclusive()
                                .filter(after -> after.value() > 0)
                                .map(after -> read.after(after.value() - 1))
                                .orElse(read)),
                "a stream read backward begins one too early",
                readingStreams(read ->
                        read.direction() == Direction.FORWARD
                                ? read
                                : read.fromInclusive()
                                        .map(from ->
                                                read.from(
                                                        Revision.of(Math.max(0, from.value() - 1))))
                                        .orElse(read)),
                "positions have gaps",
                showing(event ->
                        change(
                                event,
                                event.recordedAt(),
                                event.tags(),
                                Position.of(event.position().value() * 6 / 5))),
                "time goes back",
                showing(event ->
                        change(
                                event,
                                event.recordedAt().minusSeconds(event.position().value() % 2),
                                event.tags(),
                                event.position())),
                "time has nanoseconds",
                showing(event ->
                        change(
                                event,
                                event.recordedAt().plusNanos(7),
                                event.tags(),
                                event.position())));
    }

    private static AppendResult changeUnseen(
            AppendResult result, UnaryOperator<List<RecordedEvent>> change) {
        return result instanceof Conflict conflict && !conflict.unseen().isEmpty()
                ? new Conflict(conflict.cause(), change.apply(conflict.unseen()))
                : result;
    }

    static Append with(Append append, Optional<AppendCondition> condition) {
        return new Append(append.appendId(), append.actor(), append.streams(), condition);
    }

    private static Append conditioned(Append append, UnaryOperator<AppendCondition> change) {
        return with(append, append.condition().map(change));
    }

    static Append expecting(Append append, UnaryOperator<Expectation> change) {
        return changeParts(
                append,
                part ->
                        new StreamAppend(
                                part.stream(), change.apply(part.expected()), part.events()));
    }

    private static Append fresh(Append append) {
        return changeParts(
                append,
                part ->
                        new StreamAppend(
                                part.stream(),
                                part.expected(),
                                part.events().stream()
                                        .map(event -> event.withId(TimeOrderedIds.next()))
                                        .toList()));
    }

    private static Append changeParts(Append append, UnaryOperator<StreamAppend> change) {
        List<StreamAppend> parts = append.streams().stream().map(change).toList();
        return new Append(append.appendId(), append.actor(), parts, append.condition());
    }

    private static RecordedEvent change(
            RecordedEvent event, Instant recordedAt, Set<Tag> tags, Position at) {
        return new RecordedEvent(
                at,
                event.stream(),
                event.revision(),
                event.id(),
                event.type(),
                recordedAt,
                event.actor(),
                event.data(),
                event.metadata(),
                tags);
    }
}
