package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What no other check looks at.
class TidyTest {

    private static final Set<String> TEXT_ENDINGS =
            Set.of("java", "md", "xml", "sh", "properties", "html", "css", "js", "json", "proto");
    private static final Set<String> NOT_WRITTEN_BY_US = Set.of("mvnw", "mvnw.cmd", "LICENSE");
    private static final int JAVA_LINES_MAX = 500;

    @Test
    void noLineHasATabOrABlankAtItsEnd() throws IOException {
        assertThat(linesWith(Pattern.compile("\t|[ \t]$"))).isEmpty();
    }

    @Test
    void noFileNamesAPlaceOnSomebodysMachine() throws IOException {
        assertThat(linesWith(Pattern.compile("(?<![\\w.:/-])/(work|root|tmp|home/\\w+)/")))
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        assertThat(linesWith(Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b"))).isEmpty();
    }

    @Test
    void noJavaFileIsLongerThanAReaderCanHold() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : ourTexts()) {
            long lines = lines(file).size();
            if (file.toString().endsWith(".java") && lines > JAVA_LINES_MAX) {
                tooLong.add(file + " has " + lines + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
        List<Path> bare = new ArrayList<>();
        for (Path file : ourTexts()) {
            boolean mainClass = file.toString().contains("src/main/java/io/");
            Path info = file.resolveSibling("package-info.java");
            if (mainClass
                    && !(exists(info)
                            && String.join("\n", lines(info)).matches("(?s)///.*@NullMarked.*"))) {
                bare.add(info);
            }
        }
        assertThat(bare).isEmpty();
    }

    @Test
    void everyModuleIsOnTheMap() throws IOException {
        Path architecture = Path.of("ARCHITECTURE.md");
        if (exists(architecture)) {
            String map = String.join("\n", lines(architecture));
            for (Path module : Repository.modules()) {
                assertThat(map).containsPattern("\\b" + module.getName(0) + "\\b");
            }
        }
    }

    private static List<String> linesWith(Pattern unwanted) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : ourTexts()) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (unwanted.matcher(lines.get(i)).find()) {
                    found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        return found;
    }

    private static List<Path> ourTexts() {
        List<Path> texts = Repository.files().stream().filter(TidyTest::isOurText).toList();
        assertThat(texts).hasSizeGreaterThan(100);
        return texts;
    }

    private static boolean isOurText(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return !NOT_WRITTEN_BY_US.contains(name)
                && (dot < 0 || TEXT_ENDINGS.contains(name.substring(dot + 1)));
    }

    private static boolean exists(Path file) {
        return Files.exists(Repository.ROOT.resolve(file));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(Repository.ROOT.resolve(file));
    }
}
