package io.stele.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.http.HttpOptions;
import io.stele.http.TlsOptions;
import io.stele.http.TlsOptions.Clients;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Checkpoint;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.UnavailableException;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS between a client and a server, and between a server and those who speak HTTP.
class TlsTest {

    private static final ClientOptions PATIENT =
            ClientOptions.DEFAULT.withRetry(Duration.ofSeconds(8));

    @TempDir private static Path shared;

    @TempDir private Path own;

    private static TestCertificate server;
    private static TestCertificate alice;

    @BeforeAll
    static void makeCertificates() {
        server = TestCertificate.make(shared, "server", "dns:localhost,ip:127.0.0.1");
        alice = TestCertificate.make(shared, "alice", "dns:alice.example");
    }

    private static SteleServer start(TlsOptions tls) {
        HttpOptions http = HttpOptions.loopback(0).withTls(tls);
        return SteleServer.start(new InMemoryEventStore(), ServerOptions.defaults().withHttp(http));
    }

    private static TlsOptions tls() {
        return TlsOptions.of(server.certificate(), server.key());
    }

    private static String address(SteleServer of, String scheme, String host, String settings) {
        return "%s://%s:%d%s".formatted(scheme, host, of.address().getPort(), settings);
    }

    private static EventStore open(SteleServer of, ClientTls tls) {
        return new RemoteEventStore(address(of, "steles", "127.0.0.1", ""), PATIENT.withTls(tls));
    }

    private static ClientTls trusting() {
        return ClientTls.DEFAULT.withTrust(server.certificate());
    }

    private static Append append(String stream) {
        return Append.to(stream, Expectation.ANY, NewEvent.json("A", "{}"));
    }

    @Test
    void aStoreIsUsedThroughTls() {
        try (SteleServer running = start(tls());
                EventStore store = open(running, trusting())) {
            assertThat(store.append(append("a-1"))).isInstanceOf(AppendResult.Appended.class);
            assertThat(store.head()).isEqualTo(new Checkpoint(1));
        }
    }

    @Test
    void theFilesMayStandInTheAddress() {
        try (SteleServer running = start(tls());
                EventStore store =
                        EventStore.open(
                                address(
                                        running,
                                        "steles",
                                        "localhost",
                                        "?trust=" + server.certificate()))) {
            assertThat(store.head()).isEqualTo(new Checkpoint(0));
        }
    }

    @Test
    void aServerThatIsNotTrustedIsNotAsked() {
        TestCertificate other = TestCertificate.make(own, "other", "dns:localhost,ip:127.0.0.1");
        try (SteleServer running = start(tls());
                EventStore store =
                        open(running, ClientTls.DEFAULT.withTrust(other.certificate()))) {
            assertThatThrownBy(store::head)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("no trusted connection to steles://127.0.0.1");
        }
    }

    @Test
    void theCertificateMustHaveTheNameOfTheServer() {
        TestCertificate wrong = TestCertificate.make(own, "wrong", "dns:elsewhere.example");
        try (SteleServer running = start(TlsOptions.of(wrong.certificate(), wrong.key()));
                EventStore store =
                        open(running, ClientTls.DEFAULT.withTrust(wrong.certificate()))) {
            assertThatThrownBy(store::head)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("127.0.0.1");
        }
    }

    @Test
    void aClientWithoutACertificateIsRefusedWhereOneIsRequired() {
        TlsOptions required = tls().withClients(Clients.REQUIRED, alice.certificate());
        try (SteleServer running = start(required);
                EventStore nobody = open(running, trusting());
                EventStore known =
                        open(
                                running,
                                trusting().withCertificate(alice.certificate(), alice.key()))) {
            assertThat(known.head()).isEqualTo(new Checkpoint(0));
            assertThatThrownBy(nobody::head).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void aClientCertificateThatIsNotTrustedIsRefusedEvenWhereNoneIsRequired() {
        TestCertificate mallory = TestCertificate.make(own, "alice", "dns:mallory.example");
        TlsOptions optional = tls().withClients(Clients.OPTIONAL, alice.certificate());
        try (SteleServer running = start(optional);
                EventStore nobody = open(running, trusting());
                EventStore stranger =
                        open(
                                running,
                                trusting().withCertificate(mallory.certificate(), mallory.key()))) {
            assertThat(nobody.head()).isEqualTo(new Checkpoint(0));
            assertThatThrownBy(stranger::head).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void httpIsSpokenOnTheSamePortAlsoByThoseWhoOfferBoth() throws Exception {
        try (SteleServer running = start(tls());
                HttpClient client = HttpClient.newBuilder().sslContext(javaTrust()).build()) {
            URI uri = URI.create(address(running, "https", "localhost", "/v1/head"));
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.body()).contains("\"next\":0");
        }
    }

    @Test
    void oldVersionsOfTlsAreNotSpoken() throws Exception {
        try (SteleServer running = start(tls());
                SSLSocket socket =
                        (SSLSocket)
                                javaTrust()
                                        .getSocketFactory()
                                        .createSocket("localhost", running.address().getPort())) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
        try (SteleServer running = start(tls());
                SSLSocket socket =
                        (SSLSocket)
                                javaTrust()
                                        .getSocketFactory()
                                        .createSocket("localhost", running.address().getPort())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aNewCertificateIsTakenWhileOldConnectionsGoOn() throws Exception {
        TestCertificate used = TestCertificate.make(own, "used", "ip:127.0.0.1");
        Path first = Files.copy(used.certificate(), own.resolve("first.pem"));
        TestCertificate next = TestCertificate.make(own, "next", "ip:127.0.0.1");
        try (SteleServer running = start(TlsOptions.of(used.certificate(), used.key()));
                EventStore before = open(running, ClientTls.DEFAULT.withTrust(first))) {
            assertThat(before.append(append("a-1"))).isInstanceOf(AppendResult.Appended.class);
            next.replace(used);
            awaitTrusted(running, next.certificate());
            assertThat(before.append(append("a-2"))).isInstanceOf(AppendResult.Appended.class);
        }
    }

    private static void awaitTrusted(SteleServer running, Path certificate) throws Exception {
        long endNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try (EventStore store = open(running, ClientTls.DEFAULT.withTrust(certificate))) {
                assertThat(store.head()).isEqualTo(new Checkpoint(1));
                return;
            } catch (UnavailableException e) {
                assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(endNanos);
                Thread.sleep(200);
            }
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsNoticedAtTheStart() {
        assertThatThrownBy(() -> start(TlsOptions.of(server.certificate(), alice.key())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not belong to the certificate");
    }

    @Test
    void whoSpeaksTlsWhereThereIsNoneIsToldSo() {
        try (SteleServer plain =
                        SteleServer.start(
                                new InMemoryEventStore(),
                                ServerOptions.defaults().withHttp(HttpOptions.loopback(0)));
                EventStore store = open(plain, trusting())) {
            assertThatThrownBy(store::head)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("no TLS is spoken");
        }
    }

    @Test
    void credentialsDoNotGoToOthersWithoutTls() {
        ClientOptions key = PATIENT.withCredentials(Credentials.apiKey("the key"));
        assertThatThrownBy(() -> new RemoteEventStore("stele://db.example:8420", key).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steles://db.example:8420")
                .hasMessageNotContaining("the key");
        new RemoteEventStore("stele://localhost:8420", key).close();
    }

    @Test
    void theEnvironmentSaysWhoTheClientIs() {
        ClientOptions options =
                ClientOptions.fromEnvironment(
                        Map.of("STELE_API_KEY", "k-1", "STELE_TRUST", "ca.pem"));
        assertThat(options.credentials().authorization()).contains("Bearer k-1");
        assertThat(options.credentials().toString()).doesNotContain("k-1");
        assertThat(options.tls().trust()).contains(Path.of("ca.pem"));
        assertThatThrownBy(() -> ClientOptions.fromEnvironment(Map.of("STELE_USER", "alice")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SSLContext javaTrust() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(server.certificate())) {
            X509Certificate certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
            trusted.setCertificateEntry("server", certificate);
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
