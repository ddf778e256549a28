package io.stele.example.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stele.model.EventFilter;
import io.stele.model.Metadata;
import io.stele.model.ReadLog;
import io.stele.model.RecordedEvent;
import io.stele.sdk.RunningService;
import io.stele.sdk.SteleService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Transfers in the whole service, on a log of its own.
class BankTransfersTest {

    @TempDir Path data;

    private final HttpClient client = HttpClient.newHttpClient();

    private RunningService start() {
        return SteleService.named("bank")
                .decider(Bank.ACCOUNT)
                .decider(Bank.TRANSFER, "status")
                .reactor(TransferProcess.class)
                .start("--port=0", "--data=" + data);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private HttpResponse<String> post(RunningService bank, String path, String json)
            throws Exception {
        URI uri = bank.uri().resolve("/api/" + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .header("stele-correlation-id", "order-7")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private void accepted(RunningService bank, String path, String json) throws Exception {
        HttpResponse<String> answer = post(bank, path, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void await(RunningService bank, String path, String state) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(bank.uri().resolve("/api/" + path)).build();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String body = client.send(request, BodyHandlers.ofString()).body();
        while (!body.contains(state)) {
            assertThat(System.nanoTime()).as(body).isLessThan(deadline);
            Thread.sleep(10);
            body = client.send(request, BodyHandlers.ofString()).body();
        }
    }

    private void openAccounts(RunningService bank) throws Exception {
        accepted(bank, "account/1/OpenAccount", "{\"owner\":\"ann\"}");
        accepted(bank, "account/1/Deposit", "{\"amount\":100}");
        accepted(bank, "account/2/OpenAccount", "{\"owner\":\"bob\"}");
    }

    @Test
    void aTransferGoesItsWayAndEachEventSaysWhatItFollowsFrom() throws Exception {
        try (RunningService bank = start()) {
            openAccounts(bank);
            accepted(
                    bank,
                    "transfer/t/RequestTransfer",
                    "{\"from\":\"1\",\"to\":\"2\",\"amount\":30}");
            await(bank, "transfer/t", "\"status\":\"offered\"");
            accepted(bank, "transfer/t/AcceptTransfer", "{}");
            await(bank, "transfer/t", "\"status\":\"completed\"");
            await(bank, "account/2", "\"balance\":30");
            List<RecordedEvent> log =
                    bank.store()
                            .read(ReadLog.all().matching(EventFilter.ALL.withoutSystem()))
                            .toList();
            RecordedEvent requested = only(log, "TransferRequested");
            RecordedEvent withdrawn = only(log, "MoneyWithdrawn");
            assertThat(withdrawn.actor()).isEqualTo("reactor:transfers");
            assertThat(withdrawn.metadata().text(Metadata.CAUSATION_ID))
                    .contains(requested.id().toString());
            assertThat(withdrawn.metadata().text(Metadata.CORRELATION_ID)).contains("order-7");
            assertThat(only(log, "TimerSet").stream().value()).isEqualTo("timers-transfers");
            assertThat(only(log, "TransferCompleted").metadata().text(Metadata.CORRELATION_ID))
                    .contains("order-7");
        }
    }

    private static RecordedEvent only(List<RecordedEvent> log, String type) {
        List<RecordedEvent> found =
                log.stream().filter(event -> event.type().equals(type)).toList();
        assertThat(found).as(type).hasSize(1);
        return found.getFirst();
    }

    @Test
    void aTimerFiresAfterARestart() throws Exception {
        try (RunningService bank = start()) {
            openAccounts(bank);
            accepted(
                    bank,
                    "transfer/t/RequestTransfer",
                    "{\"from\":\"1\",\"to\":\"2\",\"amount\":30,\"acceptWithinSeconds\":2}");
            await(bank, "transfer/t", "\"status\":\"offered\"");
        }
        try (RunningService bank = start()) {
            await(bank, "transfer/t", "\"status\":\"returned\"");
            await(bank, "account/1", "\"balance\":100");
        }
    }

    @Test
    void nobodyFromOutsideSaysThatTheMoneyIsThere() throws Exception {
        try (RunningService bank = start()) {
            HttpResponse<String> answer = post(bank, "transfer/t/Offer", "{}");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("RequestTransfer").doesNotContain("GiveUp");
        }
    }

    @Test
    void aReactorNeedsTheDeciderThatItHears() {
        SteleService service =
                SteleService.named("bank").decider(Bank.ACCOUNT).reactor(TransferProcess.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.start("--port=0", "--data=" + data))
                .withMessageContaining("reactor transfers hears the events of transfer");
    }
}
