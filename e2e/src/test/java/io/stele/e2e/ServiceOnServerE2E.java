package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stele.example.bank.Bank;
import io.stele.http.HttpOptions;
import io.stele.sdk.RunningService;
import io.stele.sdk.SteleService;
import io.stele.security.Authenticator;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service whose store is another process's, as it stands in production: with health checks and
/// TLS of its own.
class ServiceOnServerE2E {

    @TempDir Path directory;

    private SteleServer server() {
        return SteleServer.start(
                "embedded:" + directory.resolve("server"),
                ServerOptions.defaults().withHttp(HttpOptions.loopback(0)));
    }

    private RunningService bank(SteleServer server, String... more) {
        String[] args = new String[more.length + 3];
        System.arraycopy(more, 0, args, 3, more.length);
        args[0] = "--port=0";
        args[1] = "--data=" + directory.resolve("bank");
        args[2] = "--store=stele://127.0.0.1:" + server.address().getPort();
        return SteleService.named("bank").decider(Bank.ACCOUNT).start(args);
    }

    private static HttpResponse<String> get(HttpClient client, URI service, String path)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(service.resolve(path)).build();
        return client.send(request, BodyHandlers.ofString());
    }

    @Test
    void itIsReadyWhileItsStoreAnswersAndLivesWithoutIt() throws Exception {
        SteleServer server = server();
        try (RunningService bank = bank(server);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, bank.uri(), "/readyz").body()).contains("\"ready\"");
            server.close();
            Instant asked = Instant.now();
            HttpResponse<String> answer = get(client, bank.uri(), "/readyz");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(asked).as("soon enough for a probe").isAfter(Instant.now().minusSeconds(5));
            assertThat(get(client, bank.uri(), "/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void itSaysThatItIsGoingToStopBeforeItDoes() throws Exception {
        try (SteleServer server = server();
                HttpClient client = HttpClient.newHttpClient()) {
            RunningService bank = bank(server, "--drain-delay=5s");
            Thread closing = Thread.ofVirtual().start(bank::close);
            HttpResponse<String> answer = get(client, bank.uri(), "/readyz");
            while (answer.statusCode() == 200) {
                answer = get(client, bank.uri(), "/readyz");
            }
            assertThat(answer.body()).contains("draining");
            closing.interrupt();
            assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void itSpeaksTls() throws Exception {
        TestKeys keys = TestKeys.make(directory);
        try (SteleServer server = server();
                RunningService bank =
                        bank(
                                server,
                                "--tls-certificate=" + keys.certificate(),
                                "--tls-key=" + keys.key());
                HttpClient client = HttpClient.newBuilder().sslContext(trusting(keys)).build()) {
            assertThat(bank.uri().getScheme()).isEqualTo("https");
            assertThat(get(client, bank.uri(), "/readyz").statusCode()).isEqualTo(200);
        }
    }

    private static SSLContext trusting(TestKeys keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var in = Files.newInputStream(keys.certificate())) {
            Certificate own = CertificateFactory.getInstance("X.509").generateCertificate(in);
            trusted.setCertificateEntry("server", own);
        }
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /// Switched off by a method that may also switch it on: what counts is what it gives.
    @Test
    void strangersAreLetInOnlyWhenTheyProveWhoTheyAre() {
        TestKeys keys = TestKeys.make(directory);
        SteleService open =
                SteleService.named("bank")
                        .decider(Bank.ACCOUNT)
                        .authentication(store -> Authenticator.off());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        open.start(
                                "--host=0.0.0.0",
                                "--port=0",
                                "--tls-certificate=" + keys.certificate(),
                                "--tls-key=" + keys.key(),
                                "--data=" + directory.resolve("open")))
                .withMessageContaining("without authentication");
    }
}
