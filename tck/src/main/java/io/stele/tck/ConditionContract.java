package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.AppendResult.Cause.ConditionFailed;
import io.stele.model.AppendResult.Conflict;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Appends that hold only while no event matches a query: the specification of dcb.events.
abstract class ConditionContract extends Contract {

    private static final Query NAME_TAKEN = Query.anyOf(QueryItem.tags(Tag.of("name:ann")));

    private Append register(Query query) {
        return Append.to("user-9", Expectation.ANY, tagged("Registered", "name:ann"))
                .when(AppendCondition.noneMatch(query));
    }

    private void assertFails(Query query, long match) {
        Conflict conflict = conflict(register(query));
        assertThat(conflict.cause())
                .isEqualTo(
                        new ConditionFailed(AppendCondition.noneMatch(query), Position.of(match)));
        assertThat(conflict.unseen().getFirst().position()).isEqualTo(Position.of(match));
    }

    @Test
    void withoutAMatchTheAppendPasses() {
        appended("user-1", tagged("Registered", "name:bob"));

        appended(register(NAME_TAKEN));

        assertThat(log()).hasSize(2);
    }

    @Test
    void anyMatchInHistoryFails() throws Exception {
        appended("user-0", event("Other"));
        appended("user-1", tagged("Registered", "name:ann"));
        for (int i = 0; i < 20; i++) {
            appended("user-2", event("Other"));
        }

        assertFails(NAME_TAKEN, 1);
        reopen();
        assertFails(NAME_TAKEN, 1);
        assertThat(log()).hasSize(22);
    }

    @Test
    void theAppendsOwnEventsDoNotCount() {
        appended(register(NAME_TAKEN));
        assertFails(NAME_TAKEN, 0);
    }

    @Test
    void eventsUpToAfterAreIgnored() {
        appended("user-1", tagged("Registered", "name:ann"));
        Append after0 =
                register(NAME_TAKEN)
                        .when(AppendCondition.noneMatchAfter(NAME_TAKEN, Position.of(0)));

        appended(after0);

        Conflict conflict =
                conflict(
                        register(NAME_TAKEN)
                                .when(AppendCondition.noneMatchAfter(NAME_TAKEN, Position.of(0))));
        assertThat(positions(conflict.unseen())).containsExactly(1L);
    }

    @Test
    void anItemNeedsOneOfItsTypesAndAllOfItsTags() {
        appended("s-1", tagged("A", "k:1", "k:2"), tagged("B", "k:1"), tagged("C", "k:3"));

        assertFails(Query.anyOf(QueryItem.types("B", "Z")), 1);
        assertFails(Query.anyOf(QueryItem.tags(Tag.of("k:1"), Tag.of("k:2"))), 0);
        assertFails(Query.anyOf(new QueryItem(Set.of("B"), Set.of(Tag.of("k:1")))), 1);
        appended(register(Query.anyOf(new QueryItem(Set.of("B"), Set.of(Tag.of("k:2"))))));
        appended(register(Query.anyOf(new QueryItem(Set.of("A"), Set.of(Tag.of("k:3"))))));
        appended(register(Query.anyOf(QueryItem.types("Z"))));
    }

    @Test
    void itemsAreJoinedByOr() {
        appended("s-1", tagged("A", "k:1"), tagged("B", "k:2"));

        assertFails(Query.anyOf(QueryItem.types("Z"), QueryItem.tags(Tag.of("k:2"))), 1);
    }

    @Test
    void allNamesEveryEvent() {
        appended(register(Query.all()));
        assertFails(Query.all(), 0);
    }

    @Test
    void expectationsAreAskedBeforeTheCondition() {
        appended("user-9", tagged("Registered", "name:ann"));

        Conflict conflict =
                conflict(
                        Append.to("user-9", Expectation.NONE, event("X"))
                                .when(AppendCondition.noneMatch(NAME_TAKEN)));

        assertThat(conflict.cause()).isNotInstanceOf(ConditionFailed.class);
    }

    @Test
    void aRetryOfAConditionalAppendGetsItsFirstAnswer() {
        Append append = register(NAME_TAKEN);
        appended(append);

        assertThat(appended(append).duplicate()).isTrue();
    }

    @Test
    void bothTheExpectationAndTheConditionMustHold() {
        appended("user-9", tagged("Registered", "name:ann"));
        Query bob = Query.anyOf(QueryItem.tags(Tag.of("name:bob")));
        Append holds = Append.to("user-9", Expectation.revision(0), event("A"));

        assertThat(conflict(holds.when(AppendCondition.noneMatch(NAME_TAKEN))).cause())
                .isInstanceOf(ConditionFailed.class);
        assertThat(log()).hasSize(1);
        appended(holds.when(AppendCondition.noneMatch(bob)));
        assertThat(types(log())).containsExactly("Registered", "A");
    }

    @Test
    void aConditionStopsTheWholeAppend() {
        appended("user-1", tagged("Registered", "name:ann"));

        Append two =
                Append.of(
                        Append.to("a-1", Expectation.NONE, event("A")).streams().getFirst(),
                        Append.to("b-1", Expectation.NONE, event("B")).streams().getFirst());
        conflict(two.when(AppendCondition.noneMatch(NAME_TAKEN)));

        assertThat(types(log())).containsExactly("Registered");
        assertThat(store.head(StreamName.of("a-1"))).isEmpty();
        appended(two);
    }

    @Test
    void aFailedConditionBringsTheFirstHundredThatMatch() {
        for (int i = 0; i < 3; i++) {
            appended(
                    "user-" + i,
                    IntStream.range(0, 100)
                            .mapToObj(n -> n % 2 == 0 ? tagged("A", "name:ann") : event("B"))
                            .toArray(NewEvent[]::new));
        }

        Conflict all = conflict(register(NAME_TAKEN));
        Conflict late =
                conflict(
                        register(NAME_TAKEN)
                                .when(AppendCondition.noneMatchAfter(NAME_TAKEN, Position.of(20))));

        assertThat(positions(all.unseen()))
                .isEqualTo(LongStream.range(0, 100).map(i -> 2 * i).boxed().toList());
        assertThat(positions(late.unseen()))
                .isEqualTo(LongStream.range(11, 111).map(i -> 2 * i).boxed().toList());
        assertThat(late.unseen())
                .isEqualTo(log().stream().filter(e -> late.unseen().contains(e)).toList());
    }

    @Test
    void afterTheLastMatchNothingFails() {
        for (int i = 0; i < 5; i++) {
            appended("user-" + i, tagged("Registered", i == 2 ? "name:ann" : "name:bob"));
        }

        for (long after = 0; after < 2; after++) {
            Conflict conflict =
                    conflict(
                            register(NAME_TAKEN)
                                    .when(
                                            AppendCondition.noneMatchAfter(
                                                    NAME_TAKEN, Position.of(after))));
            assertThat(positions(conflict.unseen())).containsExactly(2L);
        }
        appended(
                register(NAME_TAKEN)
                        .when(AppendCondition.noneMatchAfter(NAME_TAKEN, Position.of(2))));
    }

    @Test
    void ofManyItemsAnyFails() {
        appended("s-1", tagged("A", "k:1"), tagged("B", "k:2"), tagged("T17", "k:17"));
        QueryItem[] miss =
                IntStream.range(0, 30)
                        .mapToObj(i ->
                                new QueryItem(
                                        Set.of("T" + i, "U" + i), Set.of(Tag.of("k:" + (i + 1)))))
                        .toArray(QueryItem[]::new);
        appended(register(Query.anyOf(miss)));

        miss[29] = new QueryItem(Set.of("T17", "U17"), Set.of(Tag.of("k:17")));
        assertFails(Query.anyOf(miss), 2);
    }

    @Test
    void steleSOwnStreamsCountLikeAnyOther() {
        appended("$admin-users", tagged("UserAdded", "name:ann"));

        assertFails(NAME_TAKEN, 0);
        assertFails(Query.anyOf(QueryItem.types("UserAdded")), 0);
    }
}
