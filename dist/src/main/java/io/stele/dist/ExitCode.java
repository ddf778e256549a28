package io.stele.dist;

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

    private ExitCode() {}
}
