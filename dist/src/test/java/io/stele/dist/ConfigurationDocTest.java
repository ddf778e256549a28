package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.dist.configuration.SettingsTable;
import io.stele.publish.PublisherName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `-Dstele.writeDocs=true` writes the table instead of comparing it.
class ConfigurationDocTest {

    @Test
    void theTablesInTheDocsAreThoseOfTheCode() throws IOException {
        compare("settings", SettingsTable.markdown(ServeSettings.ALL));
        compare(
                "publishers",
                SettingsTable.withoutFlags(PublishSettings.of(PublisherName.of("orders"))));
    }

    private static void compare(String what, String table) throws IOException {
        Path doc =
                Path.of(System.getProperty("stele.root", ".."))
                        .resolve("docs")
                        .resolve("configuration.md");
        String text = Files.readString(doc);
        String opening = "<!-- %s -->\n".formatted(what);
        int begin = text.indexOf(opening) + opening.length();
        int end = text.indexOf("<!-- /%s -->".formatted(what));
        if (Boolean.getBoolean("stele.writeDocs")) {
            Files.writeString(doc, text.substring(0, begin) + table + text.substring(end));
        } else {
            assertThat(text.substring(begin, end)).isEqualTo(table);
        }
    }
}
