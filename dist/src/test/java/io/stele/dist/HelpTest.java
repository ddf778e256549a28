package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.dist.Cli.Outcome;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// What holds for every command that there is.
class HelpTest {

    /// These print no data of their own: services until they are ended, texts for people and shells.
    private static final Set<String> WITHOUT_JSON =
            Set.of("stele demo", "stele serve", "stele completion", "stele tour", "stele witness");

    private static List<CommandLine> leaves(CommandLine command) {
        if (command.getSubcommands().isEmpty()) {
            return command.getCommandName().equals("help") ? List.of() : List.of(command);
        }
        List<CommandLine> leaves = new ArrayList<>();
        command.getSubcommands().values().forEach(child -> leaves.addAll(leaves(child)));
        return leaves;
    }

    private static List<CommandLine> commands() {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(InputStream.nullInputStream(), nowhere, nowhere, false);
        return leaves(Main.line(terminal, new SteleCommand(terminal)));
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName(" ");
    }

    @Test
    void everyCommandSaysWhatItDoesWithAnExampleAndItsExitCodes() {
        assertThat(commands())
                .hasSizeGreaterThan(12)
                .allSatisfy(command -> {
                    String name = name(command);
                    String help = command.getUsageMessage();
                    assertThat(command.getCommandSpec().usageMessage().description())
                            .as(name)
                            .isNotEmpty();
                    assertThat(
                                    help.lines()
                                            .filter(line ->
                                                    line.startsWith("  ") && line.contains(name)))
                            .as("an example of " + name)
                            .isNotEmpty();
                    assertThat(help).as(name).contains("Examples:", "Exit codes:", "it worked");
                });
    }

    @Test
    void everyOptionIsDescribed() {
        assertThat(commands())
                .allSatisfy(command ->
                        assertThat(command.getCommandSpec().options())
                                .allSatisfy(option ->
                                        assertThat(option.description())
                                                .as(name(command) + " " + option.longestName())
                                                .isNotEmpty()));
    }

    @Test
    void whatPrintsDataPrintsItAsJsonToo() {
        assertThat(commands())
                .filteredOn(command -> !WITHOUT_JSON.contains(name(command)))
                .allSatisfy(command ->
                        assertThat(command.getCommandSpec().optionsMap())
                                .as(name(command))
                                .containsKey("--json"));
    }

    @Test
    void whatIsMistypedIsAnsweredWithWhatWasPerhapsMeant() {
        assertThat(hint("exprot")).contains("export");
        assertThat(hint("append", "a-1", "T", "{}", "--expectd", "1")).contains("--expected");
        assertThat(hint("bench", "gaols")).contains("goals");
    }

    private static String hint(String... args) {
        Outcome outcome = Cli.run(args);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.out()).isEmpty();
        return outcome.err();
    }
}
