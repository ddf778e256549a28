package io.stele.server;

import io.stele.http.Handler;
import io.stele.http.HttpOptions;
import io.stele.http.HttpServer;
import io.stele.http.Method;
import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.model.Bytes;
import io.stele.proofs.note.NoteSignature;
import io.stele.proofs.note.VerifierKey;
import io.stele.proofs.witness.AddCheckpoint;
import io.stele.proofs.witness.Witness;
import io.stele.proofs.witness.Witness.Answer;
import io.stele.protocol.ProblemKind;
import io.stele.security.Right;
import java.net.InetSocketAddress;
import java.util.stream.Collectors;

/// A witness over HTTP: C2SP tlog-witness. Everybody may ask; what counts is who signed what they
/// bring.
public final class WitnessServer implements AutoCloseable {

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final Witness witness;
    private final HttpServer http;

    private WitnessServer(Witness witness, HttpOptions options) {
        this.witness = witness;
        Router router = new Router();
        router.add(Method.POST, "/add-checkpoint", Right.PUBLIC, Handler.blocking(this::add))
                .add(Method.GET, "/keys", Right.PUBLIC, Handler.direct(request -> keys()));
        this.http = HttpServer.start(options, router);
    }

    /// Listens when it returns.
    ///
    /// @throws java.io.UncheckedIOException when the port cannot be had
    public static WitnessServer start(Witness witness, HttpOptions options) {
        return new WitnessServer(witness, options);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return http.address();
    }

    private Response add(Request request) {
        AddCheckpoint asked;
        try {
            asked = AddCheckpoint.parse(request.body().utf8());
        } catch (IllegalArgumentException e) {
            throw ProblemKind.INVALID_REQUEST.exception(String.valueOf(e.getMessage()));
        }
        return switch (witness.add(asked)) {
            case Answer.Cosigned cosigned ->
                    Response.text(
                            OK,
                            cosigned.signatures().stream()
                                    .map(NoteSignature::line)
                                    .collect(Collectors.joining()));
            case Answer.UnknownLog unknown ->
                    Response.text(NOT_FOUND, "this log is not witnessed here\n");
            case Answer.NotSigned not ->
                    Response.text(FORBIDDEN, "no key that is trusted for this log has signed\n");
            case Answer.OtherSize(long size) ->
                    Response.bytes(CONFLICT, "text/x.tlog.size", Bytes.utf8(size + "\n"));
            case Answer.NotConsistent not ->
                    Response.text(
                            UNPROCESSABLE, "the proof does not show that the log only grew\n");
        };
    }

    private Response keys() {
        return Response.text(
                OK,
                witness.verifiers().stream()
                        .map(VerifierKey::text)
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    @Override
    public void close() {
        http.close();
    }
}
