package io.stele.server.groups;

import io.stele.groups.GroupMovedException;
import io.stele.groups.MemberExistsException;
import io.stele.groups.UnknownGroupException;
import io.stele.protocol.ProblemKind;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;

/// What goes wrong with groups, as problems.
public final class GroupProblems {

    private GroupProblems() {}

    /// The problem that a failure is; the failure itself where it is not one of groups.
    public static Throwable of(Throwable failure) {
        return switch (failure) {
            case CompletionException e when e.getCause() != null -> of(e.getCause());
            case UnknownGroupException e -> problem(ProblemKind.GROUP_NOT_FOUND, e);
            case MemberExistsException e -> problem(ProblemKind.MEMBER_EXISTS, e);
            case GroupMovedException e -> problem(ProblemKind.GROUP_MOVED, e);
            case NoSuchElementException e -> problem(ProblemKind.STREAM_NOT_PARKED, e);
            default -> failure;
        };
    }

    private static Throwable problem(ProblemKind kind, RuntimeException failure) {
        return kind.exception(String.valueOf(failure.getMessage()));
    }

    /// @throws io.stele.protocol.ProblemException where the work fails with one of groups
    public static <T> T asking(Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (RuntimeException e) {
            Throwable problem = of(e);
            throw problem instanceof Exception told ? told : e;
        }
    }
}
