package io.stele.example.permits;

import java.util.Locale;
import java.util.Optional;

/// How far a case is.
///
/// Three outcomes can be decided upon in this office, and each takes two steps in the log: somebody
/// *determines* it (confirmation of receipt T04, request without licence T14, report to stop T19),
/// and then it is *printed*, which is how it leaves the house (T05, T15, T20; only the first says
/// "and send", but every determined document is printed once). T06 and T10 determine whether more
/// work is needed, not an outcome, and T08 sends a question to an adviser, not an answer to the
/// applicant. A case may come to a second outcome; it is then decided, until that is printed too.
public enum Status {
    OPEN,
    DECIDED,
    SENT;

    @Override
    public String toString() { // what JSON and views show
        return name().toLowerCase(Locale.ROOT);
    }

    /// What an activity makes of a case; empty when it changes nothing.
    static Optional<Status> after(String activity) {
        return switch (activity) {
            case "T04 Determine confirmation of receipt",
                    "T14 Determine document X request unlicensed",
                    "T19 Determine report Y to stop indication" ->
                    Optional.of(DECIDED);
            case "T05 Print and send confirmation of receipt",
                    "T15 Print document X request unlicensed",
                    "T20 Print report Y to stop indication" ->
                    Optional.of(SENT);
            default -> Optional.empty();
        };
    }
}
