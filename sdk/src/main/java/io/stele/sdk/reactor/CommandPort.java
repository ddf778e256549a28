package io.stele.sdk.reactor;

import io.stele.sdk.command.CommandContext;
import io.stele.sdk.command.CommandResult;
import java.util.UUID;

/// Takes commands to where they are decided.
@FunctionalInterface
public interface CommandPort {

    /// @param commandId the same whenever the same command is sent again; its events are written once
    CommandResult send(Addressed<?> command, CommandContext context, UUID commandId);
}
