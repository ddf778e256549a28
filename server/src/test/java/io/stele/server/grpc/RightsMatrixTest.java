package io.stele.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import io.stele.http.HttpOptions;
import io.stele.http.Method;
import io.stele.http.Router;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.StreamName;
import io.stele.security.Access;
import io.stele.security.Right;
import io.stele.security.account.CertificateName;
import io.stele.server.Authority;
import io.stele.server.Cast;
import io.stele.server.Issuer;
import io.stele.server.SecurityOptions;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every operation of a running server, from its own tables, tried by everybody who could ask. What
/// is expected follows from the right that the operation declares, and from the stream it is about;
/// it is the same for HTTP and gRPC.
class RightsMatrixTest {

    private enum Outcome {
        LET_IN,
        UNAUTHENTICATED,
        FORBIDDEN
    }

    /// How a route is asked for.
    ///
    /// @param onStream the rights that it takes on `account-1`
    private record Example(String path, String body, List<Right> onStream) {}

    private static final StreamName STREAM = StreamName.of("account-1");
    private static final String EVENT = "{\"type\":\"A\",\"data\":{}}";
    private static final String SNAPSHOT = "/v1/snapshots?stream=account-1&fingerprint=f";

    private static final Map<String, Example> ROUTES = new TreeMap<>();

    static {
        example(
                "POST /v1/append",
                "/v1/append",
                "{\"streams\":[{\"stream\":\"account-1\",\"events\":[" + EVENT + "]}]}",
                Right.APPEND);
        example("POST /v1/streams/{stream}", "/v1/streams/account-1", EVENT, Right.APPEND);
        example(
                "GET /v1/appends/{appendId}",
                "/v1/appends/00000000-0000-0000-0000-000000000001",
                "");
        example("GET /v1/streams/{stream}", "/v1/streams/account-1", "", Right.READ);
        example("GET /v1/streams/{stream}/head", "/v1/streams/account-1/head", "", Right.READ);
        example("GET /v1/stream", "/v1/stream?name=account-1", "", Right.READ);
        example("GET /v1/stream/head", "/v1/stream/head?name=account-1", "", Right.READ);
        example("GET /v1/events", "/v1/events", "");
        example("POST /v1/query", "/v1/query", "{}");
        example("GET /v1/head", "/v1/head", "");
        example("GET /v1/snapshots", SNAPSHOT, "", Right.READ);
        example(
                "PUT /v1/snapshots",
                SNAPSHOT + "&revision=0&position=0&recordedAtMicros=0",
                "x",
                Right.APPEND,
                Right.READ);
        // A group that one may not use is as one that is not there.
        String group = "/v1/groups/{group}";
        String none = "/v1/groups/none";
        example("GET /v1/groups", "/v1/groups", "");
        example("GET " + group, none, "");
        example("PUT " + group, none, "[]");
        example("DELETE " + group, none, "");
        example("POST " + group + "/reset", none + "/reset", "{}");
        example("GET " + group + "/members", none + "/members", "");
        example("GET " + group + "/parked", none + "/parked", "");
        example("POST " + group + "/replay", none + "/replay", "{}");
        example("POST " + group + "/skip", none + "/skip", "{}");
        String member = group + "/members/{member}";
        String nobody = none + "/members/nobody";
        example("GET " + member + "/deliveries", nobody + "/deliveries?wait=0", "");
        example("POST " + member + "/outcomes", nobody + "/outcomes", "{}");
        example("DELETE " + member, nobody, "");
        String publisher = "/v1/publishers/{publisher}";
        example("GET /v1/publishers", "/v1/publishers", "");
        example("GET " + publisher, "/v1/publishers/none", "");
        example("POST " + publisher + "/pause", "/v1/publishers/none/pause", "");
        example("POST " + publisher + "/resume", "/v1/publishers/none/resume", "");
        example("POST " + publisher + "/replay", "/v1/publishers/none/replay", "{}");
        example("GET /v1/audit", "/v1/audit?stream=account-1", "", Right.READ);
        example("GET /v1/audit/trace", "/v1/audit/trace?correlationId=c-1", "");
        // The server has no directory, so whoever is let in learns that there is no tree.
        example("GET /v1/log/checkpoint", "/v1/log/checkpoint", "");
        example("GET /v1/log/keys", "/v1/log/keys", "");
        example("GET /v1/log/tile/{level}/{tile...}", "/v1/log/tile/0/000", "");
        example("GET /v1/log/tile/entries/{tile...}", "/v1/log/tile/entries/000", "");
        example("GET /v1/log/proof", "/v1/log/proof?position=9999", "");
        example("GET /v1/log/consistency", "/v1/log/consistency?from=0", "");
        example("GET /healthz", "/healthz", "");
        example("GET /readyz", "/readyz", "");
        example("GET /metrics", "/metrics", "");
        example("GET /openapi.json", "/openapi.json", "");
        example("GET /v1/users", "/v1/users", "");
        example("POST /v1/users", "/v1/users", "{}");
        example("DELETE /v1/users/{user}", "/v1/users/none", "");
        example("PUT /v1/users/{user}/password", "/v1/users/none/password", "{}");
        example("POST /v1/users/{user}/enable", "/v1/users/none/enable", "");
        example("POST /v1/users/{user}/disable", "/v1/users/none/disable", "");
        example("PUT /v1/users/{user}/grants/{grant}", "/v1/users/none/grants/reader", "");
        example("DELETE /v1/users/{user}/grants/{grant}", "/v1/users/none/grants/reader", "");
        example("GET /v1/keys", "/v1/keys", "");
        example("POST /v1/keys", "/v1/keys", "{}");
        example("DELETE /v1/keys/{key}", "/v1/keys/none", "");
    }

    private static void example(String route, String path, String body, Right... onStream) {
        ROUTES.put(route, new Example(path, body, List.of(onStream)));
    }

    @TempDir private static Path directory;

    private static final InMemoryEventStore STORE = new InMemoryEventStore();
    private static SteleServer server;
    private static Authority authority;
    private static List<Cast.Member> cast;

    /// By the certificates that are shown on their connections.
    private static final Map<Optional<X509Bundle>, HttpClient> HTTP = new HashMap<>();

    private static final Map<Optional<X509Bundle>, ManagedChannel> GRPC = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        Issuer issuer = new Issuer();
        authority = new Authority();
        cast = Cast.in(STORE, issuer, authority);
        var _ = STORE.append(Append.to("account-1", Expectation.NONE, NewEvent.json("A", "{}")));
        HttpOptions listen = HttpOptions.loopback(0).withTls(authority.server(directory));
        server =
                SteleServer.start(
                        STORE,
                        ServerOptions.defaults()
                                .withHttp(listen)
                                .withSecurity(
                                        SecurityOptions.DEFAULT
                                                .withTokens(issuer.options(directory))
                                                .withCertificates(CertificateName.CN)));
        for (Cast.Member member : cast) {
            Optional<X509Bundle> shown = member.certificate();
            if (!HTTP.containsKey(shown)) {
                HTTP.put(shown, http(shown));
                GRPC.put(shown, grpc(shown));
            }
        }
    }

    private static HttpClient http(Optional<X509Bundle> shown) throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(authority.client(shown))
                .build();
    }

    private static ManagedChannel grpc(Optional<X509Bundle> shown) throws Exception {
        SslContextBuilder tls = GrpcSslContexts.forClient().trustManager(authority.certificate());
        shown.ifPresent(bundle ->
                tls.keyManager(bundle.getKeyPair().getPrivate(), bundle.getCertificatePath()));
        return NettyChannelBuilder.forAddress("127.0.0.1", server.address().getPort())
                .sslContext(tls.build())
                .build();
    }

    @AfterAll
    static void stop() {
        GRPC.values().forEach(ManagedChannel::shutdownNow);
        HTTP.values().forEach(HttpClient::close);
        server.close();
    }

    @Test
    void everyRouteLetsInWhoHasItsRightAndNobodyElse() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Router.Route route : server.routes()) {
            String name = route.method() + " " + route.pattern();
            Example example = ROUTES.get(name);
            assertThat(example).as("there is an example of " + name).isNotNull();
            for (Cast.Member member : cast) {
                Outcome outcome = ask(member, route.method(), example);
                Outcome expected = expected(member, route.right(), example.onStream());
                if (outcome != expected) {
                    wrong.add("%s, %s: %s, not %s".formatted(name, member, outcome, expected));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyMethodLetsInWhoHasItsRightAndNobodyElse() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, Right> method : CallRights.all().entrySet()) {
            if (method.getKey().startsWith("stele.v1.Commands/")) {
                continue; // a store's server has none
            }
            CallExamples.Example example = CallExamples.of(method.getKey());
            for (Cast.Member member : cast) {
                Outcome outcome = call(member, example);
                Outcome expected = expected(member, method.getValue(), example.onStream());
                if (outcome != expected) {
                    wrong.add(
                            "%s, %s: %s, not %s"
                                    .formatted(method.getKey(), member, outcome, expected));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// What is declared is what counts: the rights are those of the issue that asked for them.
    @Test
    void onlyWhatTellsNothingIsPublic() {
        assertThat(server.routes())
                .filteredOn(route -> route.right() == Right.PUBLIC)
                .extracting(Router.Route::pattern)
                .containsExactlyInAnyOrder("/healthz", "/readyz", "/openapi.json");
        CallRights.all()
                .forEach((method, right) ->
                        assertThat(right == Right.PUBLIC)
                                .as(method)
                                .isEqualTo(method.startsWith("grpc.")));
    }

    private static Outcome expected(Cast.Member member, Right right, List<Right> onStream) {
        if (right == Right.PUBLIC) {
            return Outcome.LET_IN;
        }
        if (member.access().isEmpty()) {
            return Outcome.UNAUTHENTICATED;
        }
        Access access = member.access().get();
        boolean may =
                access.may(right) && onStream.stream().allMatch(each -> access.may(each, STREAM));
        return may ? Outcome.LET_IN : Outcome.FORBIDDEN;
    }

    private static Outcome ask(Cast.Member member, Method method, Example example)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "https://127.0.0.1:%d%s"
                                                .formatted(
                                                        server.address().getPort(),
                                                        example.path())))
                        .method(method.name(), BodyPublishers.ofString(example.body()));
        if (!member.authorization().isEmpty()) {
            request.header("Authorization", member.authorization());
        }
        HttpResponse<String> answer =
                Objects.requireNonNull(HTTP.get(member.certificate()))
                        .send(request.build(), BodyHandlers.ofString());
        assertThat(answer.headers().allValues("www-authenticate"))
                .hasSize(answer.statusCode() == 401 ? 2 : 0);
        return switch (answer.statusCode()) {
            case 401, 429 -> Outcome.UNAUTHENTICATED; // 429: the name has to wait
            case 403 -> Outcome.FORBIDDEN;
            default -> Outcome.LET_IN;
        };
    }

    private static Outcome call(Cast.Member member, CallExamples.Example example) {
        Metadata headers = new Metadata();
        if (!member.authorization().isEmpty()) {
            headers.put(
                    Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                    member.authorization());
        }
        return switch (example.call(
                ClientInterceptors.intercept(
                        Objects.requireNonNull(GRPC.get(member.certificate())),
                        MetadataUtils.newAttachHeadersInterceptor(headers)),
                CallOptions.DEFAULT.withDeadlineAfter(java.time.Duration.ofSeconds(20)))) {
            case UNAUTHENTICATED, RESOURCE_EXHAUSTED -> Outcome.UNAUTHENTICATED;
            case PERMISSION_DENIED -> Outcome.FORBIDDEN;
            default -> Outcome.LET_IN;
        };
    }
}
