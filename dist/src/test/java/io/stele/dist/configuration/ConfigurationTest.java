package io.stele.dist.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.dist.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    private enum Format {
        TEXT,
        JSON_LINES
    }

    private static final Setting<Integer> PORT =
            Setting.of("port", SettingType.number(0, 65_535), "8420", "To listen on.");
    private static final Setting<Duration> DELAY =
            Setting.of("drain.delay", SettingType.duration("0s", "1h"), "2s", "How long.");
    private static final Setting<String> KEY =
            Setting.of("key", SettingType.text("a word"), "none", "A key.").asSecret();
    private static final Setting<Optional<Integer>> LIMIT =
            Setting.of("limit", SettingType.optional(SettingType.number(1, 9)), "", "A limit.");
    private static final Setting<Long> SIZE =
            Setting.of("size", SettingType.bytes("1KiB", "1GiB"), "8MiB", "A size.");
    private static final Setting<Format> FORMAT =
            Setting.of("format", SettingType.oneOf(Format.class), "text", "A format.");
    private static final Setting<List<Integer>> LIST =
            Setting.of("list", SettingType.listOf(SettingType.number(0, 9)), "", "Some.");

    private static final List<Setting<?>> ALL =
            List.of(PORT, DELAY, KEY, LIMIT, SIZE, FORMAT, LIST);

    @TempDir Path directory;

    private Path file(String... lines) throws IOException {
        return Files.writeString(directory.resolve("s.properties"), String.join("\n", lines));
    }

    private static Configuration read(
            Map<String, String> flags, Map<String, String> environment, Optional<Path> file) {
        return Configuration.read(
                ALL, Set.of("STELE_CONFIG"), new Configuration.Sources(flags, environment, file));
    }

    private static Configuration read(Path file) {
        return read(Map.of(), Map.of(), Optional.of(file));
    }

    @Test
    void aFlagGoesBeforeTheEnvironmentAndThatBeforeTheFileAndThatBeforeTheDefault()
            throws IOException {
        Optional<Path> file = Optional.of(file("port = 1", "drain.delay = 5s"));
        Map<String, String> environment = Map.of("STELE_PORT", "2", "STELE_DRAIN_DELAY", "6s");
        Map<String, String> flags = Map.of("port", "3");
        assertThat(read(Map.of(), Map.of(), Optional.empty()).get(PORT)).isEqualTo(8420);
        assertThat(read(Map.of(), Map.of(), file).get(PORT)).isEqualTo(1);
        assertThat(read(Map.of(), environment, file).get(PORT)).isEqualTo(2);
        Configuration all = read(flags, environment, file);
        assertThat(all.get(PORT)).isEqualTo(3);
        assertThat(all.get(DELAY)).isEqualTo(Duration.ofSeconds(6));
        assertThat(all.isSet(DELAY)).isTrue();
        assertThat(all.isSet(SIZE)).isFalse();
    }

    @Test
    void textsBecomeValues() throws IOException {
        Configuration read =
                read(
                        file(
                                "# a comment",
                                "limit: 7",
                                "size 64KiB",
                                "format = json-lines",
                                "list = 1, 2,\\",
                                "    3",
                                "drain.delay=250ms"));
        assertThat(read.get(LIMIT)).contains(7);
        assertThat(read.get(SIZE)).isEqualTo(65_536);
        assertThat(read.get(FORMAT)).isEqualTo(Format.JSON_LINES);
        assertThat(read.get(LIST)).containsExactly(1, 2, 3);
        assertThat(read.get(DELAY)).isEqualTo(Duration.ofMillis(250));
        Configuration defaults = read(Map.of(), Map.of(), Optional.empty());
        assertThat(defaults.get(LIMIT)).isEmpty();
        assertThat(defaults.get(LIST)).isEmpty();
    }

    @Test
    void allThatIsWrongIsSaidAtOnceWithItsPlaceAndWhatWasExpected() throws IOException {
        Path file =
                file("prot = 1", "", "size = 8 MB", "list = 1,x", "list = 2", "nothing.like = 1");
        assertThatThrownBy(() ->
                        read(
                                Map.of("drain.delay", "5"),
                                Map.of("STELE_PORT", "tcp://10.0.0.1:8420"),
                                Optional.of(file)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(
                        file + ", line 1: there is no setting prot; did you mean port?")
                .hasMessageContaining(
                        "size: expected bytes, such as 64KiB or 8MiB, from 1KiB to 1GiB,")
                .hasMessageContaining("found \"8 MB\" (" + file + ", line 3)")
                .hasMessageContaining("line 5: list was set in line 4 already")
                .hasMessageContaining("line 6: there is no setting nothing.like; 'stele serve")
                .hasMessageContaining("(flag --drain-delay)")
                .hasMessageContaining(
                        "port: expected a whole number from 0 to 65,535, found"
                                + " \"tcp://10.0.0.1:8420\" (environment variable STELE_PORT)");
    }

    @Test
    void aSecretIsNeverShown() {
        Configuration read = read(Map.of("key", "abc123"), Map.of(), Optional.empty());
        assertThat(read.lines())
                .noneMatch(line -> line.contains("abc123"))
                .anyMatch(line -> line.matches("key +\\(hidden\\) +flag --key"))
                .anyMatch(line -> line.matches("limit +- +default"));
        assertThatThrownBy(() -> read(Map.of("key", " "), Map.of(), Optional.empty()))
                .hasMessageContaining("key: expected a word, found something else (flag --key)");
    }

    @Test
    void aVariableThatIsNoSettingIsWarnedOf() {
        Map<String, String> environment =
                Map.of("STELE_PROT", "1", "STELE_CONFIG", "x", "HOME", "y", "STELE_ELSEWHERE", "z");
        assertThat(read(Map.of(), environment, Optional.empty()).warnings())
                .containsExactly(
                        "the environment variable STELE_ELSEWHERE is no setting",
                        "the environment variable STELE_PROT is no setting; did you mean STELE_PORT?");
    }

    @Test
    void aFileThatIsNotThereOrNotTextIsSaidSo() throws IOException {
        assertThatThrownBy(() -> read(directory.resolve("none")))
                .hasMessageContaining("there is no configuration file");
        Path binary = Files.write(directory.resolve("b"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> read(binary)).hasMessageContaining("is not UTF-8");
        assertThatThrownBy(() -> read(file("port = \\u00zz"))).hasMessageContaining("line 1: ");
    }
}
