package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.http.HttpOptions;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.server.SecurityOptions;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountCommandsTest {

    private static final String PASSWORD = "correct horse battery";

    @TempDir private Path directory;
    private Path password;
    private String store = "";

    @BeforeEach
    void prepare() throws Exception {
        password = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        store = "embedded:" + directory.resolve("data");
    }

    private Cli.Outcome stele(String... args) {
        String[] all = java.util.Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--store";
        all[args.length + 1] = store;
        return Cli.run(all);
    }

    private void works(String... args) {
        Cli.Outcome result = stele(args);
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @Test
    void usersAreAddedChangedAndListedWithoutAServer() {
        works("users", "add", "alice", "--grant", "admin", "--password-file", password.toString());
        works("users", "add", "bob", "--grant", "reader", "--password-file", password.toString());
        works("users", "grant", "bob", "append:order-*", "operator");
        works("users", "revoke", "bob", "reader");
        works("users", "disable", "bob");

        assertThat(stele("users", "list", "--json").out().lines())
                .containsExactly(
                        "{\"name\":\"alice\",\"enabled\":true,\"grants\":[\"admin\"]}",
                        "{\"name\":\"bob\",\"enabled\":false,\"grants\":[\"append:order-*\",\"operator\"]}");

        works("users", "delete", "bob");
        assertThat(stele("users", "list").out()).contains("alice").doesNotContain("bob");
        try (EventStore opened = EventStore.open(store)) {
            List<RecordedEvent> events = opened.read(ReadLog.all()).toList();
            assertThat(events)
                    .extracting(RecordedEvent::actor)
                    .containsOnly(System.getProperty("user.name"));
        }
    }

    @Test
    void whatIsWrongIsSaidInOneLine() throws Exception {
        Path tooShort = Files.writeString(directory.resolve("short"), "secret");
        Cli.Outcome result = stele("users", "add", "alice", "--password-file", tooShort.toString());
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("12 to 500 characters").doesNotContain("secret");

        assertThat(stele("users", "grant", "nobody", "reader").err())
                .isEqualTo("stele: there is no user nobody\n");
        assertThat(stele("users", "grant", "nobody", "read:$user-*").err())
                .contains("$-streams are Stele's own");
        assertThat(stele("users", "add", "alice").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void whoGetsInByACertificateNeedsNoPassword() {
        works("users", "add", "orders.example", "--grant", "writer", "--no-password");
        assertThat(stele("users", "list").out()).contains("orders.example").contains("writer");

        Cli.Outcome both =
                stele("users", "add", "b", "--no-password", "--password-file", password.toString());
        assertThat(both.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(both.err()).contains("exclude each other");

        Cli.Outcome unused =
                Cli.run("serve", "--auth", "--auth-certificate-name=cn", "--data=" + directory);
        assertThat(unused.exitCode()).isNotZero();
        assertThat(unused.err()).contains("tls.clients is none, so nobody shows a certificate");
    }

    @Test
    void aServerWithoutAnybodyWhoCouldGetInDoesNotStart() {
        Cli.Outcome result =
                Cli.run("serve", "--auth", "--port", "0", "--data", directory.toString());
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err()).contains("stele users add NAME --grant admin");
    }

    @Test
    void whatWasSetUpWithoutAServerOpensOne() throws Exception {
        works("users", "add", "alice", "--grant", "admin", "--password-file", password.toString());
        String key =
                stele("keys", "create", "report", "--grant", "reader", "--days", "9").out().strip();
        assertThat(stele("keys", "list").out()).contains("report").doesNotContain(key);

        try (SteleServer server =
                SteleServer.start(
                        store,
                        ServerOptions.defaults()
                                .withHttp(HttpOptions.loopback(0))
                                .withSecurity(SecurityOptions.DEFAULT))) {
            String basic =
                    Base64.getEncoder()
                            .encodeToString(("alice:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            assertThat(status(server, "/v1/users", "Basic " + basic)).isEqualTo(200);
            assertThat(status(server, "/v1/users", "Bearer " + key)).isEqualTo(403);
            assertThat(status(server, "/v1/head", "Bearer " + key)).isEqualTo(200);
        }
    }

    @Test
    void whatAServerRefusesIsSaidAsItIs() throws Exception {
        works("users", "add", "alice", "--grant", "admin", "--password-file", password.toString());
        String key = stele("keys", "create", "report", "--grant", "reader").out().strip();
        Path good = Files.writeString(directory.resolve("key"), key);
        Path bad = Files.writeString(directory.resolve("bad"), key.substring(0, 60) + "AAA");
        try (SteleServer server =
                SteleServer.start(
                        store,
                        ServerOptions.defaults()
                                .withHttp(HttpOptions.loopback(0))
                                .withSecurity(SecurityOptions.DEFAULT))) {
            String address = "stele://127.0.0.1:" + server.address().getPort() + "?api-key-file=";
            store = address + good;
            assertRefused(stele("append", "order-1", "Placed", "{}"), "no right to append");
            assertRefused(stele("users", "list"), "no right to read $user-");
            assertRefused(stele("keys", "list"), "no right to read $user-");
            store = address + bad;
            assertRefused(stele("append", "order-1", "Placed", "{}"), "is not accepted");
            assertRefused(stele("read"), "is not accepted");
        }
    }

    private static void assertRefused(Cli.Outcome outcome, String why) {
        assertThat(outcome.err()).contains(why).doesNotContain("not known");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.out()).isEmpty();
    }

    private static int status(SteleServer server, String path, String authorization)
            throws Exception {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(server.address().getPort(), path));
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestProperty("Authorization", authorization);
        return connection.getResponseCode();
    }
}
