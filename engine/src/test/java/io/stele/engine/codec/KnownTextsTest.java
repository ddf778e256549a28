package io.stele.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KnownTextsTest {

    private final KnownTexts texts = new KnownTexts();

    private String text(String text) {
        byte[] utf8 = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        return texts.text(utf8, 1, utf8.length - 2);
    }

    @Test
    void aTextThatComesAgainIsTheSameString() {
        assertThat(text("MoneyDeposited")).isEqualTo("MoneyDeposited");
        assertThat(text("MoneyDeposited")).isSameAs(text("MoneyDeposited"));
    }

    @Test
    void textsOfOneSlotAreNeverTakenForEachOther() {
        for (int i = 0; i < 5_000; i++) { // first, middle and last byte are all that a slot knows
            String text = "a" + i % 10 + "b" + i + "c";
            assertThat(text(text)).isEqualTo(text);
        }
        assertThat(text("a1b2c")).isEqualTo("a1b2c");
        assertThat(text("a3b2c")).isEqualTo("a3b2c");
    }

    @Test
    void emptyLongAndOtherThanAsciiTextsAreDecodedToo() {
        assertThat(text("")).isEmpty();
        assertThat(text("ü")).isEqualTo("ü");
        assertThat(text("häuser".repeat(50))).isEqualTo("häuser".repeat(50));
    }
}
