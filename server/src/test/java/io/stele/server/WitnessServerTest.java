package io.stele.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.http.HttpOptions;
import io.stele.model.Append;
import io.stele.model.CorruptException;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.proofs.note.KeyType;
import io.stele.proofs.note.SignedNote;
import io.stele.proofs.note.SigningKey;
import io.stele.proofs.note.TreeHead;
import io.stele.proofs.note.VerifierKey;
import io.stele.proofs.tree.ConsistencyProof;
import io.stele.proofs.tree.Hash;
import io.stele.proofs.tree.TreeHasher;
import io.stele.proofs.witness.AddCheckpoint;
import io.stele.proofs.witness.Witness;
import io.stele.proofs.witness.WitnessAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessServerTest {

    private static final String ORIGIN = "log.example/orders";

    @TempDir private Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        client.close();
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private WitnessServer witness(VerifierKey... logs) {
        Witness witness =
                Witness.open(
                        directory.resolve("witness"),
                        "witness.example/w1",
                        List.of(logs),
                        Clock.systemUTC());
        WitnessServer server = WitnessServer.start(witness, HttpOptions.loopback(0));
        open.add(server);
        return server;
    }

    private static URI uri(WitnessServer server) {
        return URI.create("http://127.0.0.1:" + server.address().getPort());
    }

    private HttpResponse<String> add(WitnessServer server, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(server).resolve("/add-checkpoint"))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private VerifierKey key(WitnessServer server) throws Exception {
        return VerifierKey.parse(get(uri(server) + "/keys"));
    }

    private String get(String uri) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /// A tree of one leaf, and of two.
    private static final Hash ONE = new TreeHasher().leaf(new byte[] {1});

    private static final Hash OTHER = new TreeHasher().leaf(new byte[] {2});
    private static final Hash TWO = new TreeHasher().node(ONE, OTHER);

    private static String request(SigningKey key, long old, long size, Hash root, Hash... hashes) {
        String text = new TreeHead(key.verifier().name(), size, root).text();
        SignedNote note = new SignedNote(text, List.of(key.sign(text, Instant.EPOCH)));
        return new AddCheckpoint(new ConsistencyProof(old, size, List.of(hashes)), note).write();
    }

    /// The answers that C2SP tlog-witness asks for.
    @Test
    void onlyWhatGoesOnFromTheLastOneIsCosigned() throws Exception {
        SigningKey log = SigningKey.generate(ORIGIN, KeyType.ED25519);
        SigningKey stranger = SigningKey.generate("other.example/log", KeyType.ED25519);
        SigningKey impostor = SigningKey.generate(ORIGIN, KeyType.ED25519);
        WitnessServer server = witness(log.verifier());

        HttpResponse<String> first = add(server, request(log, 0, 1, ONE));
        assertThat(first.statusCode()).isEqualTo(200);
        String text = new TreeHead(ORIGIN, 1, ONE).text();
        SignedNote cosigned = SignedNote.parse(text + "\n" + first.body());
        VerifierKey key = key(server);
        assertThat(cosigned.signers(List.of(key))).containsExactly(key);

        assertThat(add(server, request(stranger, 0, 1, ONE)).statusCode()).isEqualTo(404);
        assertThat(add(server, request(impostor, 1, 2, TWO, OTHER)).statusCode()).isEqualTo(403);
        HttpResponse<String> stale = add(server, request(log, 0, 2, TWO));
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).isEqualTo("1\n");
        assertThat(stale.headers().firstValue("content-type")).contains("text/x.tlog.size");
        assertThat(add(server, request(log, 1, 1, OTHER)).statusCode()).isEqualTo(409);
        assertThat(add(server, request(log, 1, 2, TWO, ONE)).statusCode()).isEqualTo(422);
        assertThat(add(server, "old 2\n\n" + cosigned.write()).statusCode()).isEqualTo(400);
        assertThat(add(server, "nonsense").statusCode()).isEqualTo(400);
        assertThat(add(server, request(log, 1, 2, TWO, OTHER)).statusCode()).isEqualTo(200);
        assertThat(add(server, request(log, 2, 2, TWO)).statusCode()).isEqualTo(200);
        try (Stream<Path> kept = Files.list(directory.resolve("witness/conflicts"))) {
            assertThat(kept).hasSize(2);
        }
    }

    @Test
    void whatWasCosignedIsKnownAfterARestart() throws Exception {
        SigningKey log = SigningKey.generate(ORIGIN, KeyType.ED25519);
        WitnessServer server = witness(log.verifier());
        assertThat(add(server, request(log, 0, 2, TWO)).statusCode()).isEqualTo(200);
        VerifierKey key = key(server);
        server.close();
        WitnessServer again = witness(log.verifier());
        assertThat(key(again)).isEqualTo(key);
        assertThat(add(again, request(log, 0, 1, ONE)).body()).isEqualTo("2\n");
    }

    private SteleServer serve(WitnessServer witness, VerifierKey key) {
        Path data = directory.resolve("data");
        SteleServer server =
                SteleServer.start(
                        EventStore.open("embedded:" + data),
                        ServerOptions.defaults()
                                .withHttp(HttpOptions.loopback(0))
                                .withProofs(
                                        ProofsOptions.beside(data)
                                                .withWitnesses(
                                                        List.of(
                                                                new WitnessAddress(
                                                                        key, uri(witness))))));
        open.add(server);
        return server;
    }

    /// The witness needs the log's key, and the log that of the witness.
    private VerifierKey logKey() throws Exception {
        Path data = directory.resolve("data");
        try (SteleServer server =
                SteleServer.start(
                        EventStore.open("embedded:" + data),
                        ServerOptions.defaults()
                                .withHttp(HttpOptions.loopback(0))
                                .withProofs(ProofsOptions.beside(data).withOrigin(ORIGIN)))) {
            return VerifierKey.parse(get(address(server) + "/v1/log/keys"));
        }
    }

    private static String address(SteleServer server) {
        return "http://127.0.0.1:" + server.address().getPort();
    }

    private static void append(SteleServer server) {
        Append append = Append.to("order-1", Expectation.ANY, NewEvent.json("Placed", "{}"));
        assertThat(server.store().append(append)).isNotNull();
    }

    private SignedNote awaitCheckpoint(SteleServer server, long size) throws Exception {
        long latest = System.nanoTime() + 20_000_000_000L;
        while (true) {
            SignedNote note = SignedNote.parse(get(address(server) + "/v1/log/checkpoint"));
            if (TreeHead.parse(note.text()).size() >= size || System.nanoTime() > latest) {
                return note;
            }
            Thread.sleep(20);
        }
    }

    @Test
    void aServersCheckpointIsCosigned() throws Exception {
        VerifierKey log = logKey();
        WitnessServer witness = witness(log);
        VerifierKey key = key(witness);
        SteleServer server = serve(witness, key);
        for (long size = 2; size < 5; size++) {
            append(server);
            SignedNote note = awaitCheckpoint(server, size);
            assertThat(TreeHead.parse(note.text()).size()).isEqualTo(size);
            assertThat(note.signers(List.of(log, key))).containsExactly(log, key);
        }
    }

    @Test
    void aWitnessThatIsAwayHoldsNothingUp() throws Exception {
        VerifierKey log = logKey();
        WitnessServer witness = witness(log);
        VerifierKey key = key(witness);
        witness.close();
        SteleServer server = serve(witness, key);
        append(server);
        SignedNote note = awaitCheckpoint(server, 2);
        assertThat(note.signers(List.of(log, key))).containsExactly(log);
    }

    /// Also where all that is known on this machine was rolled back with the log.
    @Test
    void aStoreThatWasRolledBackWithAllItsFilesIsRefused() throws Exception {
        VerifierKey log = logKey();
        WitnessServer witness = witness(log);
        VerifierKey key = key(witness);
        SteleServer server = serve(witness, key);
        append(server);
        awaitCheckpoint(server, 2);
        server.close();
        Path data = directory.resolve("data");
        Path old = directory.resolve("old");
        copy(data, old);
        SteleServer more = serve(witness, key);
        append(more);
        awaitCheckpoint(more, 3);
        more.close();
        delete(data);
        Files.move(old, data);

        assertThatThrownBy(() -> serve(witness, key))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining(
                        "witness.example/w1 has seen 3 events of this log, which has 2");
    }

    /// Damage is not what witnesses are for: what can be read is served, and the store says where it is.
    @Test
    void aDamagedStoreIsReadAsFarAsItGoes() throws Exception {
        VerifierKey log = logKey();
        WitnessServer witness = witness(log);
        VerifierKey key = key(witness);
        SteleServer server = serve(witness, key);
        append(server);
        append(server);
        awaitCheckpoint(server, 3);
        server.close();
        Path segment = directory.resolve("data/log/0000000000000000000.segment");
        byte[] bytes = Files.readAllBytes(segment);
        int last = bytes.length - 1;
        while (bytes[last] != '}') {
            last--; // the end of the last event's data; a mark behind it says that it was durable
        }
        bytes[last] ^= 1;
        Files.write(segment, bytes);

        SteleServer damaged = serve(witness, key);
        assertThat(get(address(damaged) + "/v1/events?limit=1")).contains("$ProofsBegun");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
