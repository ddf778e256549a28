package io.stele.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.stele.grpc.v1.Wire;
import io.stele.model.CorruptException;
import io.stele.model.OutcomeUnknownException;
import io.stele.model.RejectedException;
import io.stele.model.RejectedException.Reason;
import io.stele.model.StoreException;
import io.stele.model.UnavailableException;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemMessagesTest {

    private static final UUID APPEND = new UUID(1, 2);

    @ParameterizedTest
    @EnumSource
    void eachKindHasTheCodeThatTheDocumentSays(ProblemKind kind) throws IOException {
        Path root = Path.of(System.getProperty("stele.root"));
        String name = kind.type().substring(ProblemKind.BASE.length());
        assertThat(Files.readString(root.resolve("docs/errors.md")))
                .contains(
                        "| [`%s`](#%s) | %d | %s | %s |"
                                .formatted(
                                        name,
                                        name,
                                        kind.status(),
                                        kind.title(),
                                        ProblemMessages.code(kind)));
    }

    /// A client that is told 4xx over HTTP is not told over gRPC that the server is to blame.
    @ParameterizedTest
    @EnumSource
    void codeAndHttpStatusPutTheBlameOnTheSameSide(ProblemKind kind) {
        boolean serverByCode =
                switch (ProblemMessages.code(kind)) {
                    case INTERNAL, DATA_LOSS, UNKNOWN, UNAVAILABLE -> true;
                    case UNIMPLEMENTED, DEADLINE_EXCEEDED -> kind.status() >= 500;
                    default -> false;
                };
        assertThat(serverByCode).isEqualTo(kind.status() >= 500);
    }

    @Test
    void aStatusCarriesItsProblem() {
        StatusRuntimeException status =
                ProblemMessages.status(ProblemKind.LIMIT_EXCEEDED.problem("too much"));
        assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getStatus().getDescription()).isEqualTo("A limit is exceeded: too much");
        assertThat(ProblemMessages.read(status))
                .contains(
                        Wire.Problem.newBuilder()
                                .setType(ProblemKind.LIMIT_EXCEEDED.type())
                                .setTitle("A limit is exceeded")
                                .setDetail("too much")
                                .build());
        assertThat(ProblemMessages.read(new IllegalStateException())).isEmpty();
    }

    static Stream<StoreException> failures() {
        return Stream.of(
                new RejectedException(Reason.LIMIT_EXCEEDED, "a"),
                new RejectedException(Reason.APPEND_ID_REUSED, "b"),
                new RejectedException(Reason.EVENT_ID_REUSED, "c"),
                new RejectedException(Reason.INVALID, "d"),
                new UnavailableException("e"),
                new OutcomeUnknownException(APPEND, "f", null),
                new CorruptException("g", "file", 17, null));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatAStoreThrowsComesOutAtTheOtherEnd(StoreException failure) {
        Wire.Problem problem =
                ProblemMessages.read(ProblemMessages.status(Problems.of(failure))).orElseThrow();
        StoreException back = ProblemMessages.exception(problem, APPEND);
        assertThat(back).hasSameClassAs(failure);
        if (failure instanceof RejectedException rejected) {
            assertThat(((RejectedException) back).reason()).isEqualTo(rejected.reason());
        }
        if (back instanceof OutcomeUnknownException unknown) {
            assertThat(unknown.appendId()).isEqualTo(APPEND);
        }
    }
}
