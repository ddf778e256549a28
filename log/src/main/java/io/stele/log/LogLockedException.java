package io.stele.log;

import java.io.IOException;
import java.nio.file.Path;

/// The log is open elsewhere.
public final class LogLockedException extends IOException {

    private static final long serialVersionUID = 1L;

    /// @param holder who has it, in words
    public LogLockedException(Path file, String holder) {
        super(
                "the log in "
                        + file.toAbsolutePath().getParent()
                        + " is open in "
                        + holder
                        + "; one process at a time may have it. Stop that one, or ask it through its"
                        + " server");
    }
}
