package io.stele.grpc;

import io.stele.grpc.v1.WireCommands;
import io.stele.model.Append;
import io.stele.model.Bytes;
import io.stele.model.TraceContext;
import io.stele.protocol.CommandAnswer;
import io.stele.protocol.CommandCall;
import java.util.Optional;

/// Commands as messages. Reading throws as in [EventMessages].
public final class CommandMessages {

    private static final Bytes NO_FIELDS = Bytes.utf8("{}");

    private CommandMessages() {}

    /// @param trace from the metadata of the call
    public static CommandCall read(
            WireCommands.ExecuteRequest message, Optional<TraceContext> trace) {
        return new CommandCall(
                message.getCategory(),
                message.getId(),
                message.getCommand(),
                message.getData().isEmpty() ? NO_FIELDS : EventMessages.read(message.getData()),
                message.getActor().isEmpty() ? Append.ANONYMOUS : message.getActor(),
                given(message.getIdempotencyKey()),
                AppendMessages.read(message.getExpected()),
                given(message.getCorrelationId()),
                trace);
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    public static WireCommands.ExecuteResponse write(CommandAnswer answer) {
        WireCommands.ExecuteResponse.Builder message =
                WireCommands.ExecuteResponse.newBuilder()
                        .setStream(answer.stream().value())
                        .setDuplicate(answer.duplicate());
        answer.head()
                .ifPresent(head ->
                        message.setRevision(head.revision().value())
                                .setPosition(head.position().value()));
        for (CommandAnswer.Event event : answer.events()) {
            message.addEvents(
                    WireCommands.CommandEvent.newBuilder()
                            .setType(event.type())
                            .setData(EventMessages.write(event.data().bytes()))
                            .setRevision(event.revision().value()));
        }
        return message.build();
    }
}
