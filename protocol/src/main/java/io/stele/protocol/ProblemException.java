package io.stele.protocol;

/// Carries a [Problem] to whoever answers the request. Has no stack trace: what it tells is about
/// the request, not about the code.
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.title() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
