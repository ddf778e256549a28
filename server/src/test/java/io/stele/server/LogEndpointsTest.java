package io.stele.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.http.HttpOptions;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.CorruptException;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.proofs.EventProof;
import io.stele.proofs.note.SignedNote;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.note.VerifierKey;
import io.stele.proofs.tree.ConsistencyProof;
import io.stele.proofs.tree.Hash;
import io.stele.security.account.AccountAdmin;
import io.stele.security.account.Accounts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogEndpointsTest {

    @TempDir private Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<SteleServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        client.close();
        servers.forEach(SteleServer::close);
    }

    private SteleServer start(EventStore store, ProofsOptions proofs) {
        SteleServer server =
                SteleServer.start(
                        store,
                        ServerOptions.defaults()
                                .withHttp(HttpOptions.loopback(0))
                                .withProofs(proofs));
        servers.add(server);
        return server;
    }

    private SteleServer start(EventStore store) {
        return start(store, ProofsOptions.beside(directory));
    }

    private EventStore open() {
        return EventStore.open("embedded:" + directory);
    }

    private HttpRequest.Builder request(SteleServer server, String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    }

    private HttpResponse<byte[]> send(SteleServer server, String path) throws Exception {
        return client.send(request(server, path).build(), BodyHandlers.ofByteArray());
    }

    private String get(SteleServer server, String path) throws Exception {
        HttpResponse<byte[]> answer = send(server, path);
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as(path + " " + body).isEqualTo(200);
        return body;
    }

    private static void append(EventStore store, String stream, int events) {
        for (int i = 0; i < events; i++) {
            NewEvent event = NewEvent.json("Counted", "{\"n\":%d}".formatted(i));
            assertThat(store.append(Append.to(stream, Expectation.ANY, event))).isNotNull();
        }
    }

    private TreeHead head(SteleServer server) throws Exception {
        return TreeHead.parse(SignedNote.parse(get(server, "/v1/log/checkpoint")).text());
    }

    /// Signed for within a second of the events.
    private TreeHead awaitHead(SteleServer server, long size) throws Exception {
        long latest = System.nanoTime() + 20_000_000_000L;
        TreeHead head = head(server);
        while (head.size() < size && System.nanoTime() < latest) {
            Thread.sleep(20);
            head = head(server);
        }
        assertThat(head.size()).isEqualTo(size);
        return head;
    }

    /// Nothing of ours: what C2SP signed-note says, by hand, with the platform's Ed25519.
    @Test
    void aVerifierThatIsNotOursAcceptsTheSignature() throws Exception {
        SteleServer server = start(open());
        append(server.store(), "account-1", 3);
        String note = get(server, "/v1/log/checkpoint");
        String key = get(server, "/v1/log/keys").strip();

        assertThat(isSigned(note, key)).isTrue();
        assertThat(isSigned(note.replaceFirst("\n4\n", "\n5\n"), key)).isFalse();
    }

    private static boolean isSigned(String note, String key) throws GeneralSecurityException {
        String text = note.substring(0, note.indexOf("\n\n") + 1);
        String[] line = note.substring(note.indexOf("\n\n") + 2).strip().split(" ", -1);
        byte[] signed = Base64.getDecoder().decode(line[2]);
        String name = key.substring(0, key.indexOf('+'));
        byte[] typed =
                Base64.getDecoder().decode(key.substring(key.indexOf('+', name.length() + 1) + 1));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] id = Arrays.copyOf(digest.digest(typed), 4);
        // The prefix that RFC 8410 puts before the 32 bytes.
        byte[] encoded =
                HexFormat.of()
                        .parseHex(
                                "302a300506032b6570032100"
                                        + HexFormat.of().formatHex(typed, 1, 33));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return line[0].equals("—")
                && line[1].equals(name)
                && Arrays.equals(id, Arrays.copyOf(signed, 4))
                && signature.verify(Arrays.copyOfRange(signed, 4, signed.length));
    }

    @Test
    void aProofVerifiesWithTheKeyAlone() throws Exception {
        SteleServer server = start(open());
        append(server.store(), "account-1", 300);
        VerifierKey key = VerifierKey.parse(get(server, "/v1/log/keys"));
        EventProof proof = EventProof.parse(get(server, "/v1/log/proof?position=123"));

        assertThat(proof.event().data().bytes().utf8()).isEqualTo("{\"n\":123}");
        assertThat(proof.signers(List.of(key))).containsExactly(key);
        assertThat(send(server, "/v1/log/proof?position=99999").statusCode()).isEqualTo(404);
    }

    /// By the recursion of RFC 6962, over what the tiles have.
    @Test
    void theTilesHaveTheRootOfTheCheckpoint() throws Exception {
        SteleServer server = start(open());
        append(server.store(), "account-1", 599);
        TreeHead head = awaitHead(server, 600);
        List<byte[]> leaves = new ArrayList<>();
        for (String tile : List.of("000", "001", "002.p/88")) {
            byte[] hashes = send(server, "/v1/log/tile/0/" + tile).body();
            for (int i = 0; i < hashes.length; i += 32) {
                leaves.add(Arrays.copyOfRange(hashes, i, i + 32));
            }
        }
        assertThat(leaves).hasSize(600);
        assertThat(Hash.wrap(root(leaves))).isEqualTo(head.root());

        byte[] bundle = send(server, "/v1/log/tile/entries/000").body();
        int length = ((bundle[0] & 0xff) << 8) | (bundle[1] & 0xff);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((byte) 0);
        digest.update(bundle, 2, length);
        assertThat(digest.digest()).isEqualTo(leaves.getFirst());
        for (String none : List.of("/v1/log/tile/0/003", "/v1/log/tile/0/x001/000")) {
            assertThat(send(server, none).statusCode()).as(none).isEqualTo(404);
        }
        for (String wrong :
                List.of("/v1/log/tile/0/1", "/v1/log/tile/9/000", "/v1/log/tile/0/000/"))
            assertThat(send(server, wrong).statusCode()).as(wrong).isEqualTo(400);
    }

    private static byte[] root(List<byte[]> leaves) throws GeneralSecurityException {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((byte) 1);
        digest.update(root(leaves.subList(0, left)));
        return digest.digest(root(leaves.subList(left, leaves.size())));
    }

    @Test
    void oneCheckpointGoesOnFromAnother() throws Exception {
        SteleServer server = start(open());
        append(server.store(), "account-1", 10);
        TreeHead earlier = awaitHead(server, 11);
        append(server.store(), "account-1", 100);
        TreeHead later = awaitHead(server, 111);
        JsonNode json = JsonMapper.shared().readTree(get(server, "/v1/log/consistency?from=11"));
        List<Hash> hashes = new ArrayList<>();
        json.get("hashes").forEach(hash -> hashes.add(Hash.parse(hash.asString())));

        ConsistencyProof proof = new ConsistencyProof(11, json.get("to").asLong(), hashes);
        assertThat(proof.proves(earlier.root(), later.root())).isTrue();
    }

    @Test
    void aStoreInMemoryHasNoTree() throws Exception {
        SteleServer server =
                SteleServer.start(
                        new InMemoryEventStore(),
                        ServerOptions.defaults().withHttp(HttpOptions.loopback(0)));
        servers.add(server);
        HttpResponse<byte[]> answer = send(server, "/v1/log/checkpoint");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("no-proofs");
        assertThat(server.store().head().next()).isZero();
    }

    @Test
    void whoMayNotReadAnEventGetsNoProofOfIt() throws Exception {
        EventStore store = open();
        append(store, "account-1", 1);
        append(store, "order-1", 1);
        try (Accounts accounts = Accounts.of(store)) {
            new AccountAdmin(accounts, new SecureRandom())
                    .addUser(
                            "test",
                            "ann",
                            Cast.PASSWORD.toCharArray(),
                            Cast.grants("read:account-*"));
        }
        SteleServer server =
                SteleServer.start(
                        store,
                        ServerOptions.defaults()
                                .withHttp(HttpOptions.loopback(0))
                                .withSecurity(SecurityOptions.DEFAULT)
                                .withProofs(ProofsOptions.beside(directory)));
        servers.add(server);
        assertThat(asAnn(server, "/v1/log/proof?position=0")).isEqualTo(200);
        assertThat(asAnn(server, "/v1/log/proof?position=1")).isEqualTo(404);
        assertThat(asAnn(server, "/v1/log/proof?position=999")).isEqualTo(404);
        assertThat(asAnn(server, "/v1/log/tile/0/000.p/1")).isEqualTo(200);
        assertThat(asAnn(server, "/v1/log/tile/entries/000.p/1")).isEqualTo(403);
    }

    private int asAnn(SteleServer server, String path) throws Exception {
        return client.send(
                        request(server, path)
                                .header("authorization", Cast.basic("ann", Cast.PASSWORD))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void anHonestStoreOpensAgainAndIsSignedForByTheSameKey() throws Exception {
        SteleServer server = start(open());
        append(server.store(), "account-1", 20);
        awaitHead(server, 21);
        String keys = get(server, "/v1/log/keys");
        append(server.store(), "account-1", 20);
        server.close();
        SteleServer again = start(open());
        assertThat(get(again, "/v1/log/keys")).isEqualTo(keys);
        awaitHead(again, 41);
    }

    @Test
    void aStoreThatWasRolledBackIsRefused() throws Exception {
        SteleServer server = start(open());
        append(server.store(), "account-1", 20);
        awaitHead(server, 21);
        server.close();
        Path old = directory.resolve("old");
        copy(directory.resolve("log"), old);
        SteleServer more = start(open());
        append(more.store(), "account-1", 1);
        awaitHead(more, 22);
        more.close();
        replace(directory.resolve("log"), old);

        for (ProofsOptions.Check check : ProofsOptions.Check.values()) {
            assertThatThrownBy(
                            () -> start(open(), ProofsOptions.beside(directory).withCheck(check)))
                    .isInstanceOf(CorruptException.class)
                    .hasMessageContaining("the log has 21 events, but 22 were signed for");
        }
    }

    @Test
    void aLogWithOtherEventsIsRefused() throws Exception {
        InMemoryEventStore store = new InMemoryEventStore();
        SteleServer server = start(store);
        append(store, "account-1", 20);
        awaitHead(server, 21);
        InMemoryEventStore other = new InMemoryEventStore();
        copy(store, other, 7);
        server.close();

        assertThatThrownBy(() -> start(other))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("is not the one that was signed for");
    }

    @Test
    void whatIsKnownFromElsewhereCountsWhenTheOwnFilesAreGone() throws Exception {
        SteleServer server = start(open());
        append(server.store(), "account-1", 5);
        TreeHead known = awaitHead(server, 6);
        server.close();
        delete(directory.resolve("log"));
        delete(directory.resolve("proofs"));

        assertThatThrownBy(() -> start(open(), ProofsOptions.beside(directory).withTrusted(known)))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("the log is without a name");
    }

    /// @param changed the position of an event that gets other data
    private static void copy(EventStore from, EventStore to, long changed) {
        for (RecordedEvent event : from.read(ReadLog.all()).toList()) {
            NewEvent same =
                    NewEvent.json(
                            event.type(),
                            event.position().value() == changed
                                    ? "{}"
                                    : event.data().bytes().utf8());
            assertThat(to.append(Append.to(event.stream().value(), Expectation.ANY, same)))
                    .isNotNull();
        }
    }

    private static void replace(Path directory, Path by) throws IOException {
        delete(directory);
        Files.move(by, directory);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
