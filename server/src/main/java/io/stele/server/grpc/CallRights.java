package io.stele.server.grpc;

import static java.util.Map.entry;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.stele.security.Right;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which right each method of gRPC takes; the same as the routes of HTTP that do the same.
final class CallRights {

    private static final Map<String, Right> RIGHTS =
            Map.ofEntries(
                    entry("stele.v1.EventStore/Append", Right.APPEND),
                    entry("stele.v1.EventStore/AppendStream", Right.APPEND),
                    entry("stele.v1.EventStore/FindAppend", Right.READ),
                    entry("stele.v1.EventStore/Read", Right.READ),
                    entry("stele.v1.EventStore/Subscribe", Right.READ),
                    entry("stele.v1.EventStore/Head", Right.READ),
                    entry("stele.v1.Snapshots/LoadSnapshot", Right.READ),
                    entry("stele.v1.Snapshots/SaveSnapshot", Right.APPEND),
                    entry("stele.v1.Groups/CreateGroup", Right.CONSUME),
                    entry("stele.v1.Groups/ListGroups", Right.READ),
                    entry("stele.v1.Groups/GetGroup", Right.READ),
                    entry("stele.v1.Groups/DeleteGroup", Right.CONSUME),
                    entry("stele.v1.Groups/ResetGroup", Right.CONSUME),
                    entry("stele.v1.Groups/ReplayStream", Right.CONSUME),
                    entry("stele.v1.Groups/SkipEvent", Right.CONSUME),
                    entry("stele.v1.Groups/Work", Right.CONSUME),
                    entry("stele.v1.Commands/Execute", Right.COMMAND),
                    entry("grpc.health.v1.Health/Check", Right.PUBLIC),
                    entry("grpc.health.v1.Health/Watch", Right.PUBLIC),
                    entry(
                            "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                            Right.PUBLIC));

    private CallRights() {}

    /// @throws IllegalStateException when nobody has said what it takes
    static Right of(String method) {
        Right right = RIGHTS.get(method);
        if (right == null) {
            throw new IllegalStateException("no right is declared for " + method);
        }
        return right;
    }

    static Map<String, Right> all() {
        return RIGHTS;
    }

    /// @throws IllegalStateException when there is a method without a right, so that a server with
    ///     one does not start; or a right for a method that one of these services does not have
    static void check(Collection<? extends BindableService> services) {
        TreeSet<String> methods = new TreeSet<>();
        Set<String> names = new HashSet<>();
        for (BindableService service : services) {
            names.add(service.bindService().getServiceDescriptor().getName());
            for (ServerMethodDefinition<?, ?> method : service.bindService().getMethods()) {
                methods.add(method.getMethodDescriptor().getFullMethodName());
            }
        }
        TreeSet<String> undeclared = new TreeSet<>(methods);
        undeclared.removeAll(RIGHTS.keySet());
        TreeSet<String> unknown = new TreeSet<>(RIGHTS.keySet());
        unknown.removeAll(methods);
        unknown.removeIf(
                method -> !names.contains(MethodDescriptor.extractFullServiceName(method)));
        if (!undeclared.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalStateException(
                    "no right is declared for %s; there is no method for %s"
                            .formatted(undeclared, unknown));
        }
    }
}
