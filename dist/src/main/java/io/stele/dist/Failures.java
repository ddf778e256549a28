package io.stele.dist;

import io.stele.model.CorruptException;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.RejectedException;
import io.stele.model.StoreException;
import io.stele.model.UnavailableException;
import io.stele.protocol.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns what went wrong into one line and an exit code.
final class Failures {

    private Failures() {}

    /// The command line does not parse.
    static int usage(ParameterException failure, Terminal terminal) {
        CommandLine command = failure.getCommandLine();
        terminal.say("stele: " + failure.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
            terminal.say("See '%s --help'.".formatted(command.getCommandSpec().qualifiedName(" ")));
        }
        return ExitCode.USAGE;
    }

    /// The command ran and failed.
    static int report(Throwable failure, Terminal terminal, boolean verbose) {
        terminal.out().flush();
        terminal.say("stele: " + message(failure));
        if (verbose) {
            failure.printStackTrace(terminal.err());
        }
        terminal.flush();
        return exitCode(failure);
    }

    private static int exitCode(Throwable failure) {
        return switch (failure) {
            case CommandException command -> command.exitCode();
            case StoreException store -> exitCode(store);
            case IllegalArgumentException argument -> ExitCode.USAGE;
            default -> ExitCode.FAILED;
        };
    }

    private static int exitCode(StoreException failure) {
        return switch (failure) {
            case RejectedException rejected -> ExitCode.FAILED;
            case UnavailableException unavailable -> ExitCode.UNAVAILABLE;
            case OutcomeUnknownException unknown -> ExitCode.UNAVAILABLE;
            case CorruptException corrupt -> ExitCode.CORRUPT;
        };
    }

    private static String message(Throwable failure) {
        return switch (failure) {
            case OutcomeUnknownException unknown ->
                    "%s; send it again with --append-id %s to learn whether it was written"
                            .formatted(text(unknown), unknown.appendId());
            case StoreException store -> text(store);
            case CommandException command -> text(command);
            case ProblemException problem -> problem.problem().detail();
            case IllegalArgumentException argument -> text(argument);
            case UncheckedIOException wrapped when wrapped.getCause() != null ->
                    message(wrapped.getCause());
            case NoSuchFileException missing -> "no such file or directory: " + text(missing);
            case AccessDeniedException denied -> "no permission for " + text(denied);
            case FileAlreadyExistsException there -> "exists already: " + text(there);
            case IOException io -> "%s (%s)".formatted(text(io), io.getClass().getSimpleName());
            default ->
                    "unexpected: %s (%s); --verbose shows where"
                            .formatted(text(failure), failure.getClass().getSimpleName());
        };
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? "no details" : message;
    }
}
