package io.stele.server.grpc;

import io.grpc.stub.StreamObserver;
import io.stele.grpc.CommandMessages;
import io.stele.grpc.v1.CommandsGrpc;
import io.stele.grpc.v1.WireCommands;
import io.stele.model.StreamName;
import io.stele.model.TraceContext;
import io.stele.protocol.CommandCall;
import io.stele.protocol.CommandExecutor;
import io.stele.security.Principal;
import io.stele.security.Right;
import java.util.Optional;

/// `stele.v1.Commands` in front of a service.
final class CommandService extends CommandsGrpc.CommandsImplBase {

    private final CommandExecutor commands;
    private final Calls calls;

    CommandService(CommandExecutor commands, Calls calls) {
        this.commands = commands;
        this.calls = calls;
    }

    @Override
    public void execute(
            WireCommands.ExecuteRequest request,
            StreamObserver<WireCommands.ExecuteResponse> client) {
        Principal caller = CallGate.caller();
        Optional<TraceContext> trace = CallTraces.current();
        calls.answer(
                client,
                () -> {
                    CommandCall call =
                            Calls.understand(
                                    request, message -> CommandMessages.read(message, trace));
                    String stream = call.category() + "-" + call.id();
                    caller.require(Right.COMMAND, Calls.understand(stream, StreamName::of));
                    CommandCall known = caller.isLocal() ? call : call.by(caller.name());
                    return CommandMessages.write(commands.execute(known));
                });
    }
}
