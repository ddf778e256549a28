package io.stele.dist;

import io.stele.dist.accounts.KeysCommand;
import io.stele.dist.accounts.UsersCommand;
import io.stele.dist.groups.GroupsCommand;
import io.stele.dist.importing.ImportCommand;
import io.stele.dist.projections.ProjectionsCommand;
import io.stele.dist.proofs.AuditCommand;
import io.stele.dist.proofs.LogCommand;
import io.stele.dist.proofs.ProofCommand;
import io.stele.dist.proofs.WitnessCommand;
import io.stele.dist.publishers.PublishersCommand;
import java.util.List;
import picocli.CommandLine;

/// Where the `stele` command begins.
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Logging.configure();
        Terminal terminal = Terminal.ofProcess();
        int exitCode = run(terminal, args);
        terminal.flush();
        System.exit(exitCode);
    }

    /// Runs one command line, without ending the process.
    ///
    /// @return the exit code, see [ExitCode]
    public static int run(Terminal terminal, String... args) {
        SteleCommand stele = new SteleCommand(terminal);
        CommandLine line = line(terminal, stele);
        line.setOut(terminal.outWriter());
        line.setErr(terminal.errWriter());
        line.setParameterExceptionHandler((e, arguments) -> Failures.usage(e, terminal));
        line.setExecutionExceptionHandler(
                (e, command, parsed) -> Failures.report(e, terminal, stele.verbose));
        int exitCode = line.execute(args);
        line.getOut().flush();
        return exitCode;
    }

    /// All commands.
    static CommandLine line(Terminal terminal, SteleCommand stele) {
        CommandLine line = new CommandLine(stele);
        List<Object> commands =
                List.of(
                        new DemoCommand(),
                        ServeCommand.line(terminal),
                        new AppendCommand(terminal),
                        new ReadCommand(terminal),
                        new TailCommand(terminal),
                        new ImportCommand(terminal),
                        new ExportCommand(terminal),
                        new GroupsCommand(terminal),
                        new UsersCommand(terminal),
                        new KeysCommand(terminal),
                        new ProjectionsCommand(terminal),
                        new PublishersCommand(terminal),
                        new ProofCommand(terminal),
                        new LogCommand(terminal),
                        new AuditCommand(terminal),
                        new WitnessCommand(terminal),
                        new VerifyCommand(terminal),
                        new BackupCommand(terminal),
                        new RestoreCommand(terminal),
                        new CommandLine(new SchemaCommand())
                                .addSubcommand(new SchemaCheckCommand(terminal)),
                        new CompletionCommand(terminal),
                        new CommandLine(new BenchCommand())
                                .addSubcommand(new BenchAppendCommand(terminal))
                                .addSubcommand(new BenchReadCommand(terminal))
                                .addSubcommand(new BenchGroupsCommand(terminal))
                                .addSubcommand(new BenchPublishCommand(terminal))
                                .addSubcommand(new BenchProofsCommand(terminal))
                                .addSubcommand(new BenchRebuildCommand(terminal))
                                .addSubcommand(new BenchQueryCommand(terminal))
                                .addSubcommand(new BenchStateCommand(terminal))
                                .addSubcommand(new BenchOpenCommand(terminal))
                                .addSubcommand(new BenchIndexCommand(terminal))
                                .addSubcommand(new BenchLoadCommand(terminal))
                                .addSubcommand(new BenchGoalsCommand(terminal)));
        commands.forEach(line::addSubcommand);
        ExitCode.describe(line);
        return line;
    }
}
