package io.stele.dist;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/// What a command's exit code says. Documented in `docs/cli.md` and in the help.
public final class ExitCode {

    public static final int OK = 0;

    /// It did not work, and trying again changes nothing.
    public static final int FAILED = 1;

    /// The command line is wrong; nothing was done.
    public static final int USAGE = 2;

    /// An expectation or condition did not hold; nothing was written.
    public static final int CONFLICT = 3;

    /// The store did not answer, or not in time; trying again may help.
    public static final int UNAVAILABLE = 4;

    /// What is stored is damaged.
    public static final int CORRUPT = 5;

    private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

    static {
        MEANINGS.put("0", "it worked");
        MEANINGS.put("1", "it failed, and trying again changes nothing");
        MEANINGS.put("2", "the command line is wrong; nothing was done");
        MEANINGS.put("3", "conflict: the store was not as expected; nothing was written");
        MEANINGS.put("4", "the store did not answer; trying again may help");
        MEANINGS.put("5", "what is stored is damaged");
    }

    private ExitCode() {}

    /// Puts the codes into the help of a command and of all below it.
    static void describe(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(MEANINGS);
        command.getSubcommands().values().forEach(ExitCode::describe);
    }
}
