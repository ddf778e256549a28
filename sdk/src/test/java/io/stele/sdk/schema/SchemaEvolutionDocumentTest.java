package io.stele.sdk.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The longer samples of `docs/schema-evolution.md` stand word for word in [EvolutionTest].
class SchemaEvolutionDocumentTest {

    private static final Pattern SAMPLE = Pattern.compile("(?ms)^```java\n(.*?)^```");

    @Test
    void itsSamplesAreCompiled() throws IOException {
        Path root = Path.of(System.getProperty("stele.root", ".."));
        String test =
                words(
                        Files.readString(
                                root.resolve(
                                        "sdk/src/test/java/io/stele/sdk/schema/EvolutionTest.java")));
        String document = Files.readString(root.resolve("docs/schema-evolution.md"));
        List<MatchResult> samples = SAMPLE.matcher(document).results().toList();
        assertThat(samples).hasSize(3);
        for (MatchResult sample : samples) {
            assertThat(test).contains(words(sample.group(1)));
        }
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
