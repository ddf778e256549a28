package io.stele.server.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Stands in for a message of a client that cannot be read. By themselves the libraries treat one as
/// a fault of the server, with a stack trace in its log; [MessageGate] refuses it instead.
record Unreadable(String reason) {

    /// A service whose messages are let through to [MessageGate] also when they cannot be read.
    static ServerServiceDefinition tolerated(ServerServiceDefinition service) {
        ServiceDescriptor before = service.getServiceDescriptor();
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        service.getMethods().forEach(method -> methods.add(tolerated(method)));
        ServiceDescriptor.Builder descriptor =
                ServiceDescriptor.newBuilder(before.getName())
                        .setSchemaDescriptor(before.getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder tolerant =
                ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(tolerant::addMethod);
        return tolerant.build();
    }

    private static <A, B> ServerMethodDefinition<A, B> tolerated(
            ServerMethodDefinition<A, B> method) {
        MethodDescriptor<A, B> before = method.getMethodDescriptor();
        Marshaller<A> reader = new Tolerant<>(before.getRequestMarshaller());
        return ServerMethodDefinition.create(
                before.toBuilder(reader, before.getResponseMarshaller()).build(),
                method.getServerCallHandler());
    }

    private record Tolerant<A>(Marshaller<A> reader) implements Marshaller<A> {

        @Override
        public InputStream stream(A message) {
            return reader.stream(message);
        }

        @Override
        @SuppressWarnings("unchecked") // taken out before anyone takes it for a message
        public A parse(InputStream bytes) {
            try {
                return reader.parse(bytes);
            } catch (StatusRuntimeException e) {
                Throwable cause = e.getCause();
                String reason = cause == null ? e.getMessage() : cause.getMessage();
                return (A) new Unreadable(String.valueOf(reason));
            }
        }
    }
}
