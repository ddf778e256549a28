package io.stele.sdk.reactor;

import io.stele.sdk.command.CommandContext;
import io.stele.sdk.command.CommandHandler;
import io.stele.sdk.command.CommandResult;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// The deciders of this process. For any number of threads.
public final class LocalCommands implements CommandPort {

    private final Map<String, CommandHandler<?, ?, ?>> byCategory = new HashMap<>();

    /// @param handlers no two of one category
    public LocalCommands(Collection<? extends CommandHandler<?, ?, ?>> handlers) {
        handlers.forEach(each -> byCategory.put(each.decider().category(), each));
    }

    /// @throws IllegalArgumentException when the service does not have that decider
    @Override
    public CommandResult send(Addressed<?> command, CommandContext context, UUID commandId) {
        return sendTyped(command, context, commandId);
    }

    private <D> CommandResult sendTyped(
            Addressed<D> addressed, CommandContext context, UUID commandId) {
        Class<D> type = addressed.decider().commandType();
        CommandHandler<?, ?, ?> handler = byCategory.get(addressed.decider().category());
        if (handler == null || handler.decider().commandType() != type) {
            throw new IllegalArgumentException(
                    "%s: the service has no decider %s with commands of %s; it has %s"
                            .formatted(
                                    addressed,
                                    addressed.decider().category(),
                                    type.getName(),
                                    byCategory.keySet()));
        }
        @SuppressWarnings("unchecked") // its commands are of this type, as was just seen
        CommandHandler<D, ?, ?> typed = (CommandHandler<D, ?, ?>) handler;
        return typed.handle(addressed.id(), addressed.command(), context, commandId);
    }
}
