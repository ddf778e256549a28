package io.stele.sdk.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stele.sdk.Decider;
import io.stele.sdk.Decision;
import io.stele.sdk.EventType;
import io.stele.sdk.Upcaster;
import io.stele.sdk.schema.SchemaChange.Effect;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaCheckTest {

    sealed interface Before {
        @EventType("Paid")
        record Paid(int amount, String currency, Kind kind, List<Item> items) implements Before {}

        @EventType("Noted")
        record Noted(String text, Optional<String> author) implements Before {}
    }

    record Item(String article, long count) {}

    enum Kind {
        CASH,
        CARD
    }

    sealed interface Wider {
        @EventType("Paid")
        record Paid(long amount, String currency, Kinds kind, List<Item> items, Optional<String> by)
                implements Wider {}

        @EventType("Noted")
        record Noted(Optional<String> text, Optional<String> author) implements Wider {}

        @EventType("Returned")
        record Returned() implements Wider {}
    }

    enum Kinds {
        CASH,
        CARD,
        TRANSFER
    }

    sealed interface Broken {
        @EventType("Paid")
        record Paid(String amount, String currency, OneKind kind, List<Narrow> items, String by)
                implements Broken {}
    }

    enum OneKind {
        CASH
    }

    record Narrow(String article, int count, boolean gift) {}

    sealed interface Evolved {
        @EventType(value = "PaidIn", version = 2, formerly = "Paid")
        record PaidIn(String money) implements Evolved {}

        @EventType("Written")
        record Written(String text) implements Evolved {}
    }

    private static <E> EventSchemas of(Class<E> events, Upcaster... upcasters) {
        Decider<Void, E, Integer> decider =
                Decider.of(
                                "shop",
                                Void.class,
                                events,
                                Integer.class,
                                0,
                                (s, c) -> Decision.<E>nothing(),
                                (s, e) -> s)
                        .withUpcasters(upcasters);
        return EventSchemas.of(List.of(decider));
    }

    private static List<String> lines(List<SchemaChange> changes, Effect effect) {
        return changes.stream()
                .filter(change -> change.effect() == effect)
                .map(change -> change.event() + change.field())
                .toList();
    }

    @Test
    void nothingChangesAgainstItself() {
        EventSchemas before = of(Before.class);
        assertThat(SchemaCheck.compare(before, before)).isEmpty();
        EventSchemas read = EventSchemas.fromJson(before.toJson());
        assertThat(SchemaCheck.compare(read, before)).isEmpty();
        assertThat(read.toNode()).isEqualTo(before.toNode());
    }

    @Test
    void whatOldDataFitsIntoIsNotBreaking() {
        List<SchemaChange> changes = SchemaCheck.compare(of(Before.class), of(Wider.class));
        assertThat(lines(changes, Effect.BREAKING)).isEmpty();
        assertThat(lines(changes, Effect.BREAKS_OLD_CODE))
                .containsExactlyInAnyOrder(
                        "shop.Paid/amount", "shop.Paid/kind", "shop.Noted/text", "shop.Returned");
        assertThat(lines(changes, Effect.SAFE)).containsExactly("shop.Paid/by");
    }

    @Test
    void whatOldDataDoesNotFitIntoIsBreaking() {
        List<SchemaChange> changes = SchemaCheck.compare(of(Before.class), of(Broken.class));
        assertThat(lines(changes, Effect.BREAKING))
                .containsExactlyInAnyOrder(
                        "shop.Paid/amount",
                        "shop.Paid/kind",
                        "shop.Paid/items/*/count",
                        "shop.Paid/items/*/gift",
                        "shop.Paid/by",
                        "shop.Noted");
        assertThat(changes.toString())
                .contains(
                        "BREAKING: shop.Paid/by is new and has to be there, but old events may not have it: make it an Optional or @Nullable; or give the event a new version and an upcaster")
                .contains("shop.Noted is gone, and the log may have some: name it in `formerly`");
    }

    @Test
    void versionsRenamesAndSplitsAreReadByWhatTheCodeSaysItReads() {
        EventSchemas after =
                of(
                        Evolved.class,
                        Upcaster.of("PaidIn", 1, json -> json),
                        Upcaster.split("Noted", 1, json -> List.of()));
        List<SchemaChange> changes = SchemaCheck.compare(of(Before.class), after);
        assertThat(lines(changes, Effect.BREAKING)).isEmpty();
        assertThat(changes.toString())
                .contains("shop.Paid has version 2, was 1; older ones are read by upcasters")
                .contains("shop.Noted has become other events");
        // Once that has been committed, taking the upcasters away is a change of its own.
        assertThat(lines(SchemaCheck.compare(after, of(Before.class)), Effect.BREAKING))
                .contains("shop.PaidIn", "shop.Written");
        assertThat(
                        lines(
                                SchemaCheck.compare(
                                        after,
                                        of(Evolved.class, Upcaster.of("PaidIn", 1, json -> json))),
                                Effect.BREAKING))
                .containsExactly("shop.Noted");
    }

    @Test
    void aCategoryThatIsGoneIsBreaking() {
        assertThat(
                        lines(
                                SchemaCheck.compare(of(Before.class), new EventSchemas(List.of())),
                                Effect.BREAKING))
                .containsExactly("shop");
    }

    @Test
    void otherTextsAreNoDescriptions() {
        for (String text : List.of("", "{", "[]", "{\"categories\":[{}]}")) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> EventSchemas.fromJson(text));
        }
    }
}
