package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.stele.example.bank.Bank;
import io.stele.grpc.ProblemMessages;
import io.stele.grpc.v1.CommandsGrpc;
import io.stele.grpc.v1.EventStoreGrpc;
import io.stele.grpc.v1.Wire;
import io.stele.grpc.v1.WireCommands.ExecuteRequest;
import io.stele.grpc.v1.WireCommands.ExecuteResponse;
import io.stele.model.ReadStream;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import io.stele.model.TraceContext;
import io.stele.sdk.RunningService;
import io.stele.sdk.SteleService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `stele.v1.Commands` of the bank, which answers as its Command API over HTTP does.
class CommandsOverGrpcE2E {

    @TempDir Path directory;
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private RunningService bank(String... more) {
        List<String> args = new ArrayList<>(List.of(more));
        args.add("--port=0");
        args.add("--data=" + directory.resolve("bank" + open.size()));
        RunningService bank =
                SteleService.named("bank").decider(Bank.ACCOUNT).start(args.toArray(String[]::new));
        open.add(bank);
        return bank;
    }

    private ManagedChannel channel(RunningService bank) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", bank.uri().getPort())
                        .usePlaintext()
                        .build();
        open.add(channel::shutdownNow);
        return channel;
    }

    private CommandsGrpc.CommandsBlockingStub commands(RunningService bank) {
        return CommandsGrpc.newBlockingStub(channel(bank));
    }

    private static ExecuteRequest.Builder command(String name, String json) {
        return ExecuteRequest.newBuilder()
                .setCategory("account")
                .setId("42")
                .setCommand(name)
                .setData(ByteString.copyFromUtf8(json))
                .setActor("alice");
    }

    private static ExecuteRequest.Builder opening() {
        return command("OpenAccount", "{\"owner\":\"Ada\"}");
    }

    private static StatusRuntimeException failure(
            CommandsGrpc.CommandsBlockingStub commands, ExecuteRequest.Builder command) {
        return catchThrowableOfType(
                StatusRuntimeException.class, () -> commands.execute(command.build()));
    }

    private static String problem(StatusRuntimeException failure) {
        String type = ProblemMessages.read(failure).orElseThrow().getType();
        return type.substring(type.lastIndexOf('/') + 1);
    }

    @Test
    void acceptedCommandsAnswerWithTheirEvents() {
        RunningService bank = bank();
        var commands = commands(bank);
        ExecuteResponse opened = commands.execute(opening().setCorrelationId("order-7").build());
        assertThat(opened.getStream()).isEqualTo("account-42");
        assertThat(opened.getEvents(0).getType()).isEqualTo("AccountOpened");
        assertThat(opened.getEvents(0).getData().toStringUtf8()).isEqualTo("{\"owner\":\"Ada\"}");
        ExecuteResponse paid = commands.execute(command("Deposit", "{\"amount\":100}").build());
        assertThat(paid.getRevision()).isEqualTo(1);
        assertThat(paid.getEventsList()).hasSize(1);

        List<RecordedEvent> log =
                bank.store().read(ReadStream.of(StreamName.of("account-42"))).toList();
        assertThat(log).extracting(RecordedEvent::actor).containsOnly("alice");
        assertThat(log.getFirst().metadata().values()).containsEntry("correlationId", "order-7");
        assertThat(log.getLast().position().value()).isEqualTo(paid.getPosition());
    }

    @Test
    void theTraceOfACallStandsInItsEventsAndARetryMayHaveAnother() {
        RunningService bank = bank();
        String[] traces = {"4bf92f3577b34da6a3ce929d0e0e4736", "0af7651916cd43dd8448eb211c80319c"};
        for (String trace : traces) {
            Metadata headers = new Metadata();
            headers.put(
                    Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
                    "00-" + trace + "-00f067aa0ba902b7-01");
            ExecuteResponse answer =
                    commands(bank)
                            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                            .execute(opening().setIdempotencyKey("key-1").build());
            assertThat(answer.getDuplicate()).isEqualTo(trace.equals(traces[1]));
        }
        RecordedEvent opened =
                bank.store().read(ReadStream.of(StreamName.of("account-42"))).toList().getFirst();
        assertThat(TraceContext.of(opened.metadata()).orElseThrow().traceId()).isEqualTo(traces[0]);
    }

    @Test
    void aKeyMakesACommandSafeToRepeat() {
        var commands = commands(bank());
        commands.execute(opening().build());
        ExecuteRequest.Builder deposit =
                command("Deposit", "{\"amount\":5}").setIdempotencyKey("key-1");
        ExecuteResponse first = commands.execute(deposit.build());
        ExecuteResponse second = commands.execute(deposit.build());
        assertThat(second.getDuplicate()).isTrue();
        assertThat(second.getRevision()).isEqualTo(first.getRevision());
        ExecuteRequest.Builder other = command("CloseAccount", "").setIdempotencyKey("key-1");
        assertThat(problem(failure(commands, other))).isEqualTo("idempotency-key-reused");
    }

    @Test
    void whatDoesNotHoldSaysWhy() {
        var commands = commands(bank());
        StatusRuntimeException refused = failure(commands, command("Withdraw", "{\"amount\":5}"));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(problem(refused)).isEqualTo("refused");
        assertThat(refused.getStatus().getDescription()).contains("open it first");

        ExecuteRequest.Builder expecting =
                opening().setExpected(Wire.Expected.newBuilder().setRevision(3));
        assertThat(problem(failure(commands, expecting))).isEqualTo("precondition-failed");
    }

    @Test
    void whatMakesNoSenseSaysWhatWasExpected() {
        var commands = commands(bank());
        assertThat(problem(failure(commands, opening().setCategory("car"))))
                .isEqualTo("unknown-category");
        assertThat(problem(failure(commands, opening().setCommand("Fly"))))
                .isEqualTo("unknown-command");
        assertThat(problem(failure(commands, opening().setId("a/b"))))
                .isEqualTo("invalid-parameter");
        assertThat(problem(failure(commands, opening().setId("")))).isEqualTo("invalid-field");
        assertThat(problem(failure(commands, opening().setActor("a\nb"))))
                .isEqualTo("invalid-field");
        StatusRuntimeException field =
                failure(commands, command("Deposit", "{\"amount\":\"much\"}"));
        assertThat(field.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(field.getStatus().getDescription()).contains("amount");
    }

    /// The store's own services are those of the store's server, as over HTTP.
    @Test
    void aServiceOnAStoreElsewhereHasItsCommandsOnly() {
        RunningService first = bank();
        RunningService second = bank("--store=stele://127.0.0.1:" + first.uri().getPort());
        assertThat(commands(second).execute(opening().build()).getRevision()).isZero();
        assertThat(first.store().head().next()).isEqualTo(1);
        var events = EventStoreGrpc.newBlockingStub(channel(second));
        StatusRuntimeException head =
                catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> events.head(Wire.HeadRequest.getDefaultInstance()));
        assertThat(head.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }
}
