package io.stele.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Metadata;
import io.stele.model.RecordedEvent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventJsonTest {

    private static String readable(RecordedEvent event) {
        return EventJson.write(event, DataForm.READABLE).utf8();
    }

    private static String exact(RecordedEvent event) {
        return EventJson.write(event, DataForm.EXACT).utf8();
    }

    private static void assertComesBack(RecordedEvent event) {
        assertThat(EventJson.read(EventJson.write(event, DataForm.EXACT))).isEqualTo(event);
    }

    @Test
    void looksAsTheDesignSays() {
        Metadata metadata = Metadata.of("correlationId", "c-1");
        assertThat(readable(Examples.event(EventData.json("{\"amount\": 50}"), metadata)))
                .isEqualTo(
                        """
                        {"position":17,"stream":"account-42","revision":3,\
                        "id":"01920000-0000-7000-8000-000000000001","type":"MoneyDeposited",\
                        "recordedAt":"2026-11-23T10:00:00.000000Z","actor":"alice",\
                        "contentType":"application/json","data":{"amount": 50},\
                        "metadata":{"correlationId":"c-1"},"tags":["account:42"]}\
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "false",
                "\"\"",
                "-0.5e+10",
                "0",
                "[1,[2,{\"a\":[]}]]",
                "\"\\u00e9\\n\\\\ \u00e9 \ud83d\ude00\"",
                "{\"a\":1,\"a\":2}",
                "1e999999",
                "[ 1 , 2 ]"
            })
    void embedsCompactJson(String json) {
        RecordedEvent event = Examples.event(json);
        assertThat(exact(event)).contains("\"data\":" + json + ",\"metadata\"");
        assertComesBack(event);
    }

    @Test
    void embedsJsonOfSeveralLinesOnlyWhereBytesDoNotMatter() {
        RecordedEvent event = Examples.event("{\n  \"a\": 1\r\n}\n");
        assertThat(readable(event)).contains("\"data\":{   \"a\": 1  } ,").doesNotContain("\n");
        assertThat(exact(event)).contains("\"dataBase64\":");
        assertComesBack(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{]",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "01",
                "1.",
                ".5",
                "+1",
                "-",
                "1e",
                "NaN",
                "tru",
                "nulll",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\t\"",
                "1 2",
                "{} {}",
                "// x\n1",
                "\ufeff{}"
            })
    void putsWhatIsNotJsonIntoBase64(String text) {
        assertThat(exact(Examples.event(text))).contains("\"dataBase64\":");
        assertComesBack(Examples.event(text));
    }

    @Test
    void putsOtherContentTypesAndBadUtf8IntoBase64() {
        Bytes overlong = Bytes.wrap(new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'});
        Bytes surrogate = Bytes.wrap(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'});
        for (EventData data :
                new EventData[] {
                    new EventData(Bytes.utf8("{}"), "text/plain"),
                    EventData.json(overlong),
                    EventData.json(surrogate),
                    EventData.json("[".repeat(201) + "]".repeat(201)),
                    EventData.json("1".repeat(1_001))
                }) {
            assertThat(readable(Examples.event(data, Metadata.EMPTY))).contains("\"dataBase64\":");
            assertComesBack(Examples.event(data, Metadata.EMPTY));
        }
        assertComesBack(Examples.event("[".repeat(200) + "]".repeat(200)));
        assertComesBack(Examples.event("1".repeat(1_000)));
    }

    @Test
    void keepsTheTypesOfMetadata() {
        Metadata metadata =
                new Metadata(
                        Map.of(
                                "text",
                                "5",
                                "yes",
                                true,
                                "long",
                                Long.MIN_VALUE,
                                "decimal",
                                new BigDecimal("0.50"),
                                "whole",
                                new BigDecimal("5"),
                                "exponent",
                                new BigDecimal("5E+3"),
                                "large",
                                BigInteger.TWO.pow(100)));
        assertComesBack(Examples.event(EventData.json("{}"), metadata));
    }
}
