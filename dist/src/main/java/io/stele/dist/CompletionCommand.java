package io.stele.dist;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints a script that makes a shell complete commands and options.",
            "",
            "Put the example's line into ~/.bashrc or ~/.zshrc."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(stele completion bash)",
            "  source <(stele completion zsh)",
            "  source <(./stele completion bash --name ./stele)"
        })
final class CompletionCommand implements Callable<Integer> {

    private enum Shell {
        bash,
        zsh
    }

    @Parameters(index = "0", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.bash;

    @Option(
            names = "--name",
            defaultValue = "stele",
            description = "What is typed to run Stele; default: ${DEFAULT-VALUE}.")
    private String name = "stele";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final Terminal terminal;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (shell == Shell.zsh) {
            terminal.print("autoload -U +X compinit && compinit");
        }
        terminal.print(AutoComplete.bash("stele", spec.root().commandLine()).stripTrailing());
        if (!name.equals("stele")) {
            terminal.print(
                    "complete -F _complete_stele -o default '" + name.replace("'", "") + "'");
        }
        return ExitCode.OK;
    }
}
