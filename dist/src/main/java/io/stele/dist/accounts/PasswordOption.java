package io.stele.dist.accounts;

import io.stele.dist.CommandException;
import io.stele.dist.Terminal;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a password comes from. Never from the command line, which others on the machine can see.
final class PasswordOption {

    private static final String STANDARD_INPUT = "-";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "Take the first line of FILE as the password, - for the standard input;"
                            + " default: ask for it.")
    private @Nullable Path file;

    /// @throws CommandException when it is given, though there is to be no password
    void checkAbsent() {
        if (file != null) {
            throw CommandException.usage("--password-file and --no-password exclude each other");
        }
    }

    char[] read(Terminal terminal) throws IOException {
        if (file == null) {
            return ask();
        }
        if (file.toString().equals(STANDARD_INPUT)) {
            return firstLine(terminal.in());
        }
        try (InputStream in = Files.newInputStream(file)) {
            return firstLine(in);
        }
    }

    private static char[] firstLine(InputStream in) throws IOException {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("").toCharArray();
    }

    @SuppressWarnings("SystemConsoleNull") // its type says that it may be
    private static char[] ask() {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw CommandException.usage(
                    "there is no terminal to ask for the password: give --password-file");
        }
        char[] password = console.readPassword("Password: ");
        char[] again = console.readPassword("Again: ");
        if (password == null || !Arrays.equals(password, again)) {
            throw CommandException.usage("the passwords are not the same; nothing was done");
        }
        return password;
    }
}
