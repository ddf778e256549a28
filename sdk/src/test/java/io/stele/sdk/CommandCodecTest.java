package io.stele.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stele.model.Bytes;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandCodecTest {

    enum Size {
        SMALL,
        LARGE
    }

    record Line(String article, int count) {}

    sealed interface Order {
        record Place(
                String customer,
                List<Line> lines,
                Optional<Size> size,
                @Nullable String note,
                Map<String, BigDecimal> prices,
                Instant due,
                UUID ref,
                double factor,
                boolean gift)
                implements Order {
            public Place {
                if (customer.isBlank()) {
                    throw new IllegalArgumentException("customer must not be blank");
                }
            }
        }

        @CommandType("Drop")
        record Cancel() implements Order {}
    }

    private static final CommandCodec<Order> CODEC = CommandCodec.of(Order.class);
    private static final String GOOD =
            """
            {"customer":"Ada","lines":[{"article":"x","count":2}],"size":"SMALL","note":"n",
             "prices":{"x":1.50},"due":"2026-01-31T10:00:00Z",
             "ref":"6f0c8b5e-0d0e-4c1e-9a3b-5e1f7a9c2d41","factor":2,"gift":true}\
            """;

    @Test
    void commandsAreKnownByName() {
        assertThat(CODEC.names()).containsExactly("Place", "Drop");
        assertThat(CODEC.nameOf(new Order.Cancel())).isEqualTo("Drop");
        assertThat(CODEC.decode("Drop", Bytes.EMPTY)).isEqualTo(new Order.Cancel());
        assertThat(CODEC.decode("Drop", Bytes.utf8("{}"))).isEqualTo(new Order.Cancel());
    }

    @Test
    void whatFitsIsTaken() {
        Order.Place place = (Order.Place) CODEC.decode("Place", Bytes.utf8(GOOD));
        assertThat(place.lines()).containsExactly(new Line("x", 2));
        assertThat(place.prices()).containsEntry("x", new BigDecimal("1.50"));
        assertThat(place.size()).contains(Size.SMALL);
        assertThat(CODEC.decode("Place", CODEC.encode(place))).isEqualTo(place);
    }

    @Test
    void optionalAndNullableFieldsMayBeMissingOrNull() {
        String without = GOOD.replace("\"size\":\"SMALL\",\"note\":\"n\",", "");
        Order.Place place = (Order.Place) CODEC.decode("Place", Bytes.utf8(without));
        assertThat(place.size()).isEmpty();
        assertThat(place.note()).isNull();
        String nulls = GOOD.replace("\"SMALL\"", "null").replace("\"n\"", "null");
        assertThat(CODEC.decode("Place", Bytes.utf8(nulls))).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Ada\"|5|/customer: expected a text, found the number 5",
                "\"Ada\"|null|/customer: expected a text, found null",
                "\"count\":2|\"count\":\"2\"|/lines/0/count: expected a whole number of at most 32 bits, found the text \"2\"",
                "\"count\":2|\"count\":1.5|/lines/0/count: expected a whole number of at most 32 bits, found the number 1.5",
                "\"count\":2|\"count\":2147483648|/lines/0/count: expected a whole number of at most 32 bits, found the number 2147483648",
                ",\"count\":2||/lines/0/count: expected a whole number of at most 32 bits, found nothing",
                "\"count\":2|\"count\":2,\"x\":1|/lines/0/x: expected nothing (Line has article, count), found the number 1",
                "\"SMALL\"|\"HUGE\"|/size: expected one of SMALL, LARGE, found the text \"HUGE\"",
                "\"SMALL\"|0|/size: expected one of SMALL, LARGE, found the number 0",
                "2026-01-31T|2026-02-31T|/due: expected a text such as 2026-01-31T10:00:00Z, found the text \"2026-02-31T10:00:00Z\"",
                "6f0c8b5e|6f|/ref: expected a UUID, found the text",
                "\"factor\":2|\"factor\":1e999|/factor: expected a number, found the number",
                "true|1|/gift: expected true or false, found the number 1",
                "true|\"true\"|/gift: expected true or false, found the text \"true\"",
                "1.50|\"1.50\"|/prices/x: expected a number, found the text \"1.50\"",
                "\"Ada\"|\" \"|Place: customer must not be blank",
                "\"gift\":true|\"gift\":true,\"gift\":true|the text is not JSON",
                "true}|true}}|the text is not JSON",
                "true}|true} 1|the text is not JSON",
                "true}|true|the text is not JSON",
            })
    void whatDoesNotFitIsNamed(String there, String instead, String message) {
        String bad = GOOD.replace(there, instead == null ? "" : instead);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.decode("Place", Bytes.utf8(bad)))
                .withMessageStartingWith(message);
    }

    @Test
    void badUtf8AndOtherThanObjectsAreRefused() {
        byte[] bad = GOOD.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        bad[13] = (byte) 0xc0;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.decode("Place", Bytes.wrap(bad)))
                .withMessage("the text is not UTF-8");
        for (String other : List.of("[]", "null", "1", "\"{}\"")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CODEC.decode("Drop", Bytes.utf8(other)))
                    .withMessageStartingWith("expected an object with no fields, found");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.decode("Drop", Bytes.utf8("[".repeat(100_000))))
                .withMessageStartingWith("the text is not JSON");
    }

    @Test
    void whatCannotBeKeptIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.decode("Drop", Bytes.utf8("{\"x\":1e99999999999}")))
                .withMessage("a number has too large an exponent");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        CODEC.decode("Place", Bytes.utf8(GOOD.replace("\"n\"", "\"\\ud800\""))))
                .withMessageStartingWith("/note: expected a text without unpaired surrogates");
    }

    @Test
    void theSchemaSaysTheSame() {
        assertThat(CODEC.schema("Place").at("/properties/lines/items").toString())
                .isEqualTo(
                        "{\"type\":\"object\",\"title\":\"Line\",\"properties\":{\"article\":"
                                + "{\"type\":\"string\"},\"count\":{\"type\":\"integer\",\"format\":"
                                + "\"int32\"}},\"required\":[\"article\",\"count\"],"
                                + "\"additionalProperties\":false}");
    }

    @Test
    void twoCommandsOfTheSameNameAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandCodec.of(Twins.class))
                .withMessageContaining("the same name Twin; give one a @CommandType");
    }

    sealed interface Twins {
        @CommandType("Twin")
        record One() implements Twins {}

        record Twin() implements Twins {}
    }
}
