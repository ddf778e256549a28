package io.stele.dist.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.dist.CommandException;
import io.stele.model.Bytes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    private static final Map<String, String> VALUES = Map.of("a:b", "1", "c", "2", "empty", "");
    private static final Row ROW =
            new Row(1, 2, Bytes.EMPTY, name -> VALUES.getOrDefault(name, ""));

    @ParameterizedTest
    @CsvSource({"x,x", "p-{a:b},p-1", "{c}{a:b},21", "{{{c}}},{2}", "a{{b}}c,a{b}c"})
    void columnsStandInBraces(String template, String expected) throws Exception {
        assertThat(Template.parse(template).fill(ROW)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{c", "}", "{}", "c}"})
    void bracesThatDoNotMatchAreRefused(String template) {
        assertThatThrownBy(() -> Template.parse(template))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("malformed");
    }

    @Test
    void anEmptyColumnMakesTheWholeEmpty() throws Exception {
        assertThat(Template.parse("p-{empty}").fill(ROW)).isEmpty();
    }

    @Test
    void columnsAreCheckedAgainstTheHeader() {
        assertThatThrownBy(() -> Template.parse("{x}").checkColumns(List.of("a", "b")))
                .hasMessageContaining("\"x\"")
                .hasMessageContaining("a, b");
    }
}
