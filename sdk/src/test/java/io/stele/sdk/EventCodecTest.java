package io.stele.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.RecordedEvent;
import io.stele.model.Revision;
import io.stele.model.StreamName;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventCodecTest {

    @EventType(value = "Paid", version = 3)
    record Paid(long amount, String currency, Optional<String> note, @Nullable String by) {
        boolean isLarge() {
            return amount > 1000;
        }

        public long getCents() {
            return amount * 100;
        }
    }

    private static final EventCodec<Paid> PAID =
            EventCodec.of(
                    Paid.class,
                    List.of(
                            Upcaster.of("Paid", 2, json -> json.put("currency", "EUR")),
                            Upcaster.of("Paid", 1, json -> json.put("amount", 7))));

    @Test
    void whatIsWrittenIsTheRecordsComponentsUnderItsRegisteredName() {
        NewEvent event = PAID.encode(new Paid(5, "CHF", Optional.empty(), null));
        assertThat(event.type()).isEqualTo("Paid");
        assertThat(event.metadata().values()).containsEntry("schemaVersion", 3L);
        assertThat(event.data().bytes().utf8())
                .isEqualTo("{\"amount\":5,\"currency\":\"CHF\",\"note\":null,\"by\":null}");
    }

    @Test
    void whatWasWrittenIsReadBack() {
        Paid paid = new Paid(5, "CHF", Optional.of("for \"you\""), "Ada");
        assertThat(PAID.decode(recorded(PAID.encode(paid)))).isEqualTo(paid);
    }

    @Test
    void oldVersionsAreLiftedStepByStep() {
        assertThat(PAID.decode(event("Paid", "{}", Metadata.EMPTY)))
                .isEqualTo(new Paid(7, "EUR", Optional.empty(), null));
        assertThat(PAID.decode(event("Paid", "{\"amount\":1}", version(2))))
                .isEqualTo(new Paid(1, "EUR", Optional.empty(), null));
    }

    @Test
    void unknownFieldsAreIgnoredAndMissingOnesAreNot() {
        assertThat(PAID.decode(event("Paid", "{\"amount\":1,\"more\":[]}", version(2))).amount())
                .isEqualTo(1);
        for (String data : List.of("{}", "{\"amount\":null,\"currency\":\"A\"}", "[]", "{\"am")) {
            assertThatExceptionOfType(EventDecodingException.class)
                    .isThrownBy(() -> PAID.decode(event("Paid", data, version(3))))
                    .withMessageContaining("event Paid at account-1 revision 0 (position 9)");
        }
        assertThatExceptionOfType(EventDecodingException.class)
                .isThrownBy(() -> PAID.decode(event("Paid", "{\"amount\":1}", version(3))))
                .withMessageContaining("currency");
    }

    @Test
    void aNumberThatJavaCannotHoldNamesTheEvent() {
        EventCodec<Weighed> weighed = EventCodec.of(Weighed.class);
        for (String data :
                List.of(
                        "{\"grams\":1e99999999999,\"count\":1}",
                        "{\"grams\":-1E-99999999999,\"count\":1}",
                        "{\"grams\":1,\"count\":1e99999999999}")) {
            assertThatExceptionOfType(EventDecodingException.class)
                    .isThrownBy(() -> weighed.decode(event("Weighed", data, Metadata.EMPTY)))
                    .withMessageContaining("event Weighed at account-1 revision 0 (position 9)");
        }
    }

    @EventType("Weighed")
    record Weighed(BigDecimal grams, long count) {}

    @Test
    void aVersionOfTheFutureIsNotGuessedAt() {
        assertThatExceptionOfType(EventDecodingException.class)
                .isThrownBy(() -> PAID.decode(event("Paid", "{}", version(4))))
                .withMessageContaining("version 4, but the code knows versions 1 to 3");
    }

    @Test
    void anUnknownTypeIsAnExplicitChoice() {
        RecordedEvent unknown = event("Gone", "{}", Metadata.EMPTY);
        assertThatExceptionOfType(EventDecodingException.class)
                .isThrownBy(() -> PAID.decode(unknown, UnknownEvents.FAIL))
                .withMessageContaining("no record of Paid has this name; known are [Paid]");
        assertThat(PAID.decode(unknown, UnknownEvents.SKIP)).isEmpty();
    }

    @Test
    void aMissingStepIsFoundAtTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventCodec.of(Paid.class))
                .withMessageContaining("nothing turns version 1 into 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec(Upcaster.of("Paid", 3, json -> json)))
                .withMessageContaining("nothing turns version 1 into 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        EventCodec.of(
                                Account.Event.class,
                                List.of(Upcaster.of("MoneyBurned", 1, json -> json))))
                .withMessageContaining("no event has this name");
    }

    @Test
    void eventsWithoutNamesOrWithTheSameOneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventCodec.of(Nameless.class))
                .withMessageContaining("@EventType(\"Nameless\")");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventCodec.of(Twins.class))
                .withMessageContaining("have the same name: @EventType(\"Twin\")");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventCodec.of(Mixed.class))
                .withMessageContaining("must be a record or a sealed interface of records");
    }

    record Nameless() {}

    sealed interface Twins {
        @EventType("Twin")
        record One() implements Twins {}

        @EventType("Twin")
        record Two() implements Twins {}
    }

    sealed interface Mixed {
        final class NoRecord implements Mixed {}
    }

    private static EventCodec<Paid> codec(Upcaster... upcasters) {
        return EventCodec.of(Paid.class, List.of(upcasters));
    }

    private static Metadata version(int version) {
        return Metadata.of("schemaVersion", version);
    }

    private static RecordedEvent event(String type, String json, Metadata metadata) {
        return recorded(
                new NewEvent(UUID.randomUUID(), type, EventData.json(json), metadata, Set.of()));
    }

    private static RecordedEvent recorded(NewEvent event) {
        return new RecordedEvent(
                new Position(9),
                StreamName.of("account-1"),
                Revision.FIRST,
                event.id(),
                event.type(),
                Instant.EPOCH,
                "anonymous",
                event.data(),
                event.metadata(),
                event.tags());
    }
}
