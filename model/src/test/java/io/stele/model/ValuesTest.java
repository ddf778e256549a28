package io.stele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Values check themselves, and say what was wrong.
class ValuesTest {

    @Test
    void aStreamBelongsToTheCategoryBeforeItsFirstDash() {
        assertThat(StreamName.of("account-42-a").category()).isEqualTo("account");
        assertThat(StreamName.of("account-42-a").id()).isEqualTo("42-a");
        assertThat(StreamName.of("account").category()).isEqualTo("account");
        assertThat(StreamName.of("$users").isSystem()).isTrue();
    }

    @Test
    void namesHaveNoControlCharactersAndNoHalfCharacters() {
        for (String bad : List.of("", "a\u0000b", "a\nb", "a\u0085", "a\ud800", "\udc00a")) {
            assertThatThrownBy(() -> StreamName.of(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("stream name");
        }
        assertThat(StreamName.of("a-\ud83d\ude00 b").id()).isEqualTo("\ud83d\ude00 b");
    }

    @Test
    void aTagIsAKeyAndAValue() {
        for (String bad : List.of("a", ":a", "a:", ":")) {
            assertThatThrownBy(() -> Tag.of(bad)).hasMessageContaining("key:value");
        }
        assertThat(Tag.of("a:b:c").value()).isEqualTo("a:b:c");
    }

    @Test
    void metadataIsFlat() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("b", 1);
        given.put("a", 1.5);
        assertThat(new Metadata(given).values())
                .containsExactly(Map.entry("b", 1L), Map.entry("a", new BigDecimal("1.5")));
        assertThatThrownBy(() -> Metadata.of("a", List.of()))
                .hasMessageContaining("\"a\" must be a string, a boolean or a finite number");
        assertThatThrownBy(() -> Metadata.of("a", Double.NaN)).hasMessageContaining("finite");
    }

    @Test
    void bytesAreEqualByContent() {
        byte[] array = {9, 1, 2, 3};
        assertThat(Bytes.wrap(array, 1, 3))
                .isEqualTo(Bytes.copyOf(new byte[] {1, 2, 3}))
                .hasSameHashCodeAs(Bytes.copyOf(new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> Bytes.wrap(array, 2, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aQueryItemHasToNameSomething() {
        assertThatThrownBy(() -> new QueryItem(Set.of(), Set.of()))
                .hasMessageContaining("Query.all()");
    }

    @Test
    void anAppendNamesAStreamOnce() {
        StreamAppend part =
                new StreamAppend(
                        StreamName.of("a-1"), Expectation.ANY, List.of(NewEvent.json("A", "1")));
        assertThatThrownBy(() -> Append.of(part, part)).hasMessageContaining("twice");
    }

    @Test
    void anUnknownAddressIsRefusedWithWhatIsKnown() {
        assertThatThrownBy(() -> EventStore.open("nowhere:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere:1")
                .hasMessageContaining("known here: none");
    }
}
