package io.stele.publish;

import io.stele.model.Checkpoint;
import java.util.Locale;
import java.util.Optional;

/// How far a replay is.
///
/// @param options what was asked for
/// @param to where the log ended when it began; it publishes what lies below
/// @param at what it has published, or passed over
/// @param published events so far
/// @param state what it is doing
/// @param reason why it tries again, or failed
public record ReplayStatus(
        ReplayOptions options,
        Checkpoint to,
        Checkpoint at,
        long published,
        State state,
        Optional<String> reason) {

    /// What a replay is doing.
    public enum State {
        RUNNING,
        RETRYING,
        DONE,
        /// It could not go on, or its process ended. Another one may begin at [ReplayStatus#at].
        ENDED;

        /// As it stands in texts, such as `running`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
