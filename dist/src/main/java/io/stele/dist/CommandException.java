package io.stele.dist;

/// A command cannot go on. The message is for the person who typed it: what was wrong, what was
/// expected, what to do.
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /// The command line is wrong.
    public static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    /// The command line is right, and it did not work.
    public static CommandException failed(String message) {
        return new CommandException(ExitCode.FAILED, message);
    }

    int exitCode() {
        return exitCode;
    }
}
