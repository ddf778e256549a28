package io.stele.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Holds `docs/errors.md` to the catalogue.
final class ErrorsDocTest {

    private static String errors() throws IOException {
        Path root = Path.of(System.getProperty("stele.root"));
        return Files.readString(root.resolve("docs/errors.md"));
    }

    @ParameterizedTest
    @EnumSource
    void eachKindHasASection(ProblemKind kind) throws IOException {
        String name = kind.type().substring(ProblemKind.BASE.length());
        assertThat(errors())
                .contains("\n## " + name + "\n\n`" + kind.type() + "` · " + kind.status() + "\n")
                .contains("| [`" + name + "`](#" + name + ") | " + kind.status() + " | ")
                .contains("{\"type\":\"" + kind.type() + "\",\"title\":\"" + kind.title() + "\"");
    }

    @Test
    void nothingElseHasOne() throws IOException {
        long sections = Pattern.compile("(?m)^## ").matcher(errors()).results().count();
        assertThat(sections).isEqualTo(ProblemKind.values().length);
    }
}
