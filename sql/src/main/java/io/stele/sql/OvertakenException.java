package io.stele.sql;

/// Somebody else has changed a generation in the meantime: another process runs it, or it was dropped
/// or given another role. Nothing was written; look again.
final class OvertakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OvertakenException(Generation generation) {
        super(
                "build "
                        + generation.number()
                        + " of view "
                        + generation.view()
                        + " has been changed by someone else");
    }
}
