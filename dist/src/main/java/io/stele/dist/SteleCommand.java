package io.stele.dist;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command without a word after it.
@Command(
        name = "stele",
        mixinStandardHelpOptions = true,
        versionProvider = SteleCommand.Version.class,
        subcommands = HelpCommand.class,
        header = "An event store and a platform for event-sourced services.%n",
        synopsisHeading = "Usage: ",
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nBegin with:%n",
        footer = {
            "  stele demo                     a bank to send commands to",
            "  stele COMMAND --help           all options of a command, with examples"
        })
final class SteleCommand implements Runnable {

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show where an error comes from.")
    boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final Terminal terminal;

    SteleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        spec.commandLine().usage(terminal.out());
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "stele " + (version == null ? "from classes" : version),
                "Java " + Runtime.version() + " on " + System.getProperty("os.name")
            };
        }
    }
}
