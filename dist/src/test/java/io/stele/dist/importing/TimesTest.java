package io.stele.dist.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    @ParameterizedTest
    @CsvSource({
        "2011-10-11 13:45:40.276000+02:00, 2011-10-11T11:45:40.276000Z",
        "2011-12-06 01:06:40+01:00,        2011-12-06T00:06:40.000000Z",
        "2011-12-06T01:06:40Z,             2011-12-06T01:06:40.000000Z",
        "2011-12-06t01:06:40z,             2011-12-06T01:06:40.000000Z",
        "2011-12-06 01:06:40 +0100,        2011-12-06T00:06:40.000000Z",
        "2011-12-06 01:06:40 Z,            2011-12-06T01:06:40.000000Z",
        "2011-12-06 01:06:40+01,           2011-12-06T00:06:40.000000Z",
        "2011-12-06 01:06,                 2011-12-06T01:06:00.000000Z",
        "'2011-12-06 01:06:40,5',          2011-12-06T01:06:40.500000Z",
        "2011-12-06 01:06:40.123456789,    2011-12-06T01:06:40.123456789Z",
        "2011-12-06,                       2011-12-06T00:00:00.000000Z",
    })
    void commonFormsAreReadAndWrittenInOne(String text, String expected) throws Exception {
        assertThat(Times.normalised(text, ZoneOffset.UTC)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-01 12:00, 2026-07-01T10:00:00.000000Z",
        "2026-12-01 12:00, 2026-12-01T11:00:00.000000Z",
        "2026-12-01 12:00Z, 2026-12-01T12:00:00.000000Z",
    })
    void theZoneIsForTimesWithoutAnOffset(String text, String expected) throws Exception {
        assertThat(Times.normalised(text, ZoneId.of("Europe/Amsterdam"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "soon", "2026-13-01", "2026-02-30", "2026-01-01 25:00", "01/02/2026"})
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> Times.normalised(text, ZoneOffset.UTC))
                .isInstanceOf(BadRowException.class)
                .hasMessageContaining("is not a time");
    }
}
