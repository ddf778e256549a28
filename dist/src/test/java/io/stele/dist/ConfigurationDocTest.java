package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.dist.configuration.SettingsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `-Dstele.writeDocs=true` writes the table instead of comparing it.
class ConfigurationDocTest {

    private static final String BEGIN = "<!-- settings -->\n";
    private static final String END = "<!-- /settings -->";

    @Test
    void theTableInTheDocsIsTheTableOfTheCode() throws IOException {
        Path doc =
                Path.of(System.getProperty("stele.root", ".."))
                        .resolve("docs")
                        .resolve("configuration.md");
        String text = Files.readString(doc);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        String table = SettingsTable.markdown(ServeSettings.ALL);
        if (Boolean.getBoolean("stele.writeDocs")) {
            Files.writeString(doc, text.substring(0, begin) + table + text.substring(end));
        } else {
            assertThat(text.substring(begin, end)).isEqualTo(table);
        }
    }
}
