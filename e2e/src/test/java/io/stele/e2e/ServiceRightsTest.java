package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.stele.example.bank.AccountsView;
import io.stele.example.bank.Bank;
import io.stele.grpc.v1.CommandsGrpc;
import io.stele.grpc.v1.WireCommands.ExecuteRequest;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import io.stele.sdk.RunningService;
import io.stele.sdk.SteleService;
import io.stele.security.Access;
import io.stele.security.Grant;
import io.stele.security.Right;
import io.stele.security.account.AccountAdmin;
import io.stele.security.account.AccountAuthenticator;
import io.stele.security.account.AccountOptions;
import io.stele.security.account.Accounts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Every operation of a service, as its `/openapi.json` has them, tried by everybody who could ask,
/// over HTTP and, where it is a command, over gRPC. That of the store is `RightsMatrixTest`.
class ServiceRightsTest {

    private static final StreamName STREAM = StreamName.of("account-42");

    /// All that can be granted, on the stream, beside it, and on others.
    private static final List<String> GRANTS =
            Stream.concat(
                            Stream.of("reader", "writer", "operator", "admin"),
                            Stream.of("read", "command", "append", "admin")
                                    .flatMap(right ->
                                            Stream.of("account-*", "account-42", "account-4", "x-*")
                                                    .map(streams -> right + ":" + streams)))
                    .toList();

    /// @param access empty: they are not to be let in
    private record Caller(String who, Optional<String> authorization, Optional<Access> access) {}

    private enum Outcome {
        LET_IN,
        UNAUTHENTICATED,
        FORBIDDEN
    }

    @TempDir private static Path directory;

    private static final List<Caller> CALLERS = new ArrayList<>();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init") // before all tests
    private static RunningService bank;

    @SuppressWarnings("NullAway.Init")
    private static ManagedChannel channel;

    @BeforeAll
    static void start() {
        bank =
                SteleService.named("bank")
                        .decider(Bank.ACCOUNT)
                        .view(AccountsView.class)
                        .authentication(
                                store -> AccountAuthenticator.of(store, AccountOptions.DEFAULT))
                        .start("--port=0", "--data=" + directory);
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", bank.uri().getPort())
                        .usePlaintext()
                        .build();
        CALLERS.add(new Caller("nobody", Optional.empty(), Optional.empty()));
        CALLERS.add(new Caller("unknown key", Optional.of("Bearer stele_00_x"), Optional.empty()));
        CALLERS.add(new Caller("not known", Optional.of("Basic YTpi"), Optional.empty()));
        try (Accounts accounts = Accounts.of(bank.store())) {
            AccountAdmin admin = new AccountAdmin(accounts, new SecureRandom());
            CALLERS.add(key(admin, Set.of()));
            GRANTS.forEach(grant -> CALLERS.add(key(admin, Set.of(Grant.of(grant)))));
        }
    }

    private static Caller key(AccountAdmin admin, Set<Grant> grants) {
        String text = admin.createKey("test", "k", grants, Optional.empty()).text();
        return new Caller(
                "key with " + grants,
                Optional.of("Bearer " + text),
                Optional.of(Access.of(grants)));
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        HTTP.close();
        bank.close();
    }

    @Test
    void everyOperationLetsInWhoHasItsRightAndNobodyElse() throws Exception {
        Set<String> kinds = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        for (String operation : operations()) {
            for (Caller caller : CALLERS) {
                Outcome expected = expected(operation, caller);
                Outcome outcome = ask(operation, caller);
                if (outcome != expected) {
                    wrong.add("%s, %s: %s".formatted(operation, caller.who(), outcome));
                }
            }
            kinds.add(operation.replaceAll(" /api/views/.*", " view"));
        }
        assertThat(wrong).isEmpty();
        assertThat(kinds)
                .contains(
                        "post /api/account/{id}/Deposit",
                        "get /api/account/{id}",
                        "get /api/events",
                        "get /v1/projections",
                        "get view");
    }

    @Test
    void commandsOverGrpcAreAnsweredAsOverHttp() {
        for (Caller caller : CALLERS) {
            assertThat(execute(caller))
                    .as(caller.who())
                    .isEqualTo(expected("post /api/account/{id}/Deposit", caller));
        }
    }

    @Test
    void whoGaveACommandIsWhoWasLetIn() throws Exception {
        for (Caller caller : CALLERS) {
            var _ = execute(caller);
            var _ = ask("post /api/account/{id}/OpenAccount", caller);
        }
        List<RecordedEvent> events = bank.store().read(ReadStream.of(STREAM)).toList();
        assertThat(events).isNotEmpty().extracting(RecordedEvent::actor).containsOnly("key:k");
    }

    private static Set<String> operations() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(bank.uri().resolve("/openapi.json")).build();
        String document = HTTP.send(request, BodyHandlers.ofString()).body();
        return new JsonMapper()
                .readTree(document)
                .get("paths")
                .propertyStream()
                .flatMap(path ->
                        path.getValue()
                                .propertyStream()
                                .map(operation -> operation.getKey() + " " + path.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Outcome expected(String operation, Caller caller) {
        if (isPublic(operation)) {
            return Outcome.LET_IN;
        }
        if (caller.access().isEmpty()) {
            return Outcome.UNAUTHENTICATED;
        }
        return may(operation, caller.access().get()) ? Outcome.LET_IN : Outcome.FORBIDDEN;
    }

    /// Descriptions are for everybody.
    private static boolean isPublic(String operation) {
        return operation.equals("get /api/events");
    }

    /// Views are made of many streams, and projections are looked after; everything else is about one
    /// stream.
    private static boolean may(String operation, Access access) {
        if (operation.contains(" /v1/projections")) {
            return access.may(Right.OPERATE);
        }
        if (operation.startsWith("get /api/views")) {
            return access.mayAll(Right.READ);
        }
        return access.may(operation.startsWith("post ") ? Right.COMMAND : Right.READ, STREAM);
    }

    private static Outcome ask(String operation, Caller caller) throws Exception {
        String[] parts = operation.split(" ", 2);
        String path = parts[1].replaceAll("\\{[a-z]+}", "42");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(bank.uri() + path))
                        .header("Stele-Actor", "mallory")
                        .method(
                                parts[0].toUpperCase(java.util.Locale.ROOT),
                                BodyPublishers.ofString("{\"owner\":\"ann\"}"));
        caller.authorization().ifPresent(text -> request.header("Authorization", text));
        return switch (HTTP.send(request.build(), BodyHandlers.ofString()).statusCode()) {
            case 401, 429 -> Outcome.UNAUTHENTICATED; // 429: the name has to wait
            case 403 -> Outcome.FORBIDDEN;
            default -> Outcome.LET_IN;
        };
    }

    private static Outcome execute(Caller caller) {
        Metadata headers = new Metadata();
        caller.authorization()
                .ifPresent(text ->
                        headers.put(
                                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                                text));
        ExecuteRequest command =
                ExecuteRequest.newBuilder()
                        .setCategory(STREAM.category())
                        .setId(STREAM.id())
                        .setCommand("Deposit")
                        .setData(ByteString.copyFromUtf8("{\"amount\":1}"))
                        .setActor("mallory")
                        .build();
        try {
            var _ =
                    CommandsGrpc.newBlockingStub(channel)
                            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                            .execute(command);
            return Outcome.LET_IN;
        } catch (StatusRuntimeException e) {
            Status.Code code = e.getStatus().getCode();
            return switch (code) {
                case UNAUTHENTICATED, RESOURCE_EXHAUSTED -> Outcome.UNAUTHENTICATED;
                case PERMISSION_DENIED -> Outcome.FORBIDDEN;
                default -> Outcome.LET_IN;
            };
        }
    }
}
