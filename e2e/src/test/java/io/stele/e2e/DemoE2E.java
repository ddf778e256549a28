package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.e2e.BankClient.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a newcomer does with `./stele demo` and curl.
class DemoE2E {

    @TempDir Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Stele demo;

    @SuppressWarnings("NullAway.Init") // set before each test
    private BankClient bank;

    @BeforeEach
    void start() throws Exception {
        demo = Stele.start(directory, "demo", "--port", "0", "--data", "data");
        bank = new BankClient(demo.awaitReady());
    }

    @AfterEach
    void stop() {
        bank.close();
        demo.close();
    }

    private long balanceAt(String when) throws Exception {
        return bank.get("/api/account/7" + when).state().get("balance").asLong();
    }

    @Test
    void stateHistoryAndViewAgreeOnWhatHappened() throws Exception {
        assertThat(bank.command("7", "OpenAccount", "{\"owner\":\"Ann\"}").status()).isEqualTo(200);
        bank.command("7", "Deposit", "{\"amount\":100}");
        bank.command("7", "Withdraw", "{\"amount\":30}");
        Answer last = bank.command("7", "Deposit", "{\"amount\":50}");
        assertThat(last.body().get("revision").asLong()).isEqualTo(3);
        assertThat(last.etag()).isEqualTo("\"3\"");

        Answer state = bank.get("/api/account/7");
        assertThat(state.state().get("balance").asLong()).isEqualTo(120);
        assertThat(state.body().get("revision").asLong()).isEqualTo(3);
        assertThat(state.body().get("position").asString()).isEqualTo(last.position());

        JsonNode row = bank.get("/api/views/accounts/7", "Stele-After", last.position()).body();
        assertThat(row.toString())
                .contains("\"balance\":120", "\"revision\":3", "\"owner\":\"Ann\"");
    }

    @Test
    void everyEarlierStateIsThereByRevisionAndByTime() throws Exception {
        bank.command("7", "OpenAccount", "{\"owner\":\"Ann\"}");
        bank.command("7", "Deposit", "{\"amount\":100}");
        bank.command("7", "Withdraw", "{\"amount\":30}");
        bank.command("7", "Deposit", "{\"amount\":50}");

        JsonNode history = bank.get("/api/account/7/history").body().get("events");
        List<Long> byRevision = new ArrayList<>();
        List<Long> byTime = new ArrayList<>();
        for (JsonNode event : history) {
            byRevision.add(balanceAt("?revision=" + event.get("revision").asLong()));
            byTime.add(balanceAt("?at=" + event.get("recordedAt").asString()));
        }
        assertThat(byRevision).containsExactly(0L, 100L, 70L, 120L);
        assertThat(byTime).containsExactly(0L, 100L, 70L, 120L);
    }

    @Test
    void aRefusalHasAReasonAndLeavesNoEvent() throws Exception {
        bank.command("7", "OpenAccount", "{\"owner\":\"Ann\"}");
        Answer refused = bank.command("7", "Withdraw", "{\"amount\":500}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().get("detail").asString()).isNotBlank();
        assertThat(bank.get("/api/account/7/history").body().get("events")).hasSize(1);
    }

    @Test
    void theSameIdempotencyKeyIsOneEventAndOneAnswer() throws Exception {
        bank.command("7", "OpenAccount", "{\"owner\":\"Ann\"}");
        String[] key = {"Idempotency-Key", "a-key"};
        Answer first = bank.command("7", "Deposit", "{\"amount\":5}", key);
        Answer again = bank.command("7", "Deposit", "{\"amount\":5}", key);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().get("revision")).isEqualTo(first.body().get("revision"));
        assertThat(again.body().get("events")).isEqualTo(first.body().get("events"));
        assertThat(again.body().get("duplicate").asBoolean()).isTrue();
        assertThat(balanceAt("")).isEqualTo(5);
    }

    @Test
    void anOldRevisionInIfMatchIsRefused() throws Exception {
        bank.command("7", "OpenAccount", "{\"owner\":\"Ann\"}");
        bank.command("7", "Deposit", "{\"amount\":5}", "If-Match", "\"0\"");
        Answer old = bank.command("7", "Deposit", "{\"amount\":5}", "If-Match", "\"0\"");
        assertThat(old.status()).isEqualTo(412);
        assertThat(balanceAt("")).isEqualTo(5);
    }

    @Test
    void parallelDepositsAllCount() throws Exception {
        bank.command("7", "OpenAccount", "{\"owner\":\"Ann\"}");
        List<Callable<Answer>> deposits = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            deposits.add(() -> bank.command("7", "Deposit", "{\"amount\":1}"));
        }
        try (ExecutorService clients = Executors.newFixedThreadPool(50)) {
            for (Future<Answer> answer : clients.invokeAll(deposits)) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        }
        assertThat(balanceAt("")).isEqualTo(200);
    }

    @Test
    void itStopsCleanlyAndHasEverythingAtTheNextStart() throws Exception {
        bank.command("7", "OpenAccount", "{\"owner\":\"Ann\"}");
        bank.command("7", "Deposit", "{\"amount\":9}");
        demo.terminate();
        assertThat(demo.waitFor()).isEqualTo(143);
        try (Stele again = Stele.start(directory, "demo", "--port", "0", "--data", "data");
                BankClient sameBank = new BankClient(again.awaitReady())) {
            assertThat(sameBank.get("/api/account/7").state().get("balance").asLong()).isEqualTo(9);
        }
    }

    @Test
    void theStoreOfTheDemoIsReachedByTheOtherCommands() throws Exception {
        bank.command("7", "OpenAccount", "{\"owner\":\"Ann\"}");
        String store = "stele://127.0.0.1:" + demo.awaitReady().getPort();
        assertThat(Stele.run(directory, "read", "account-7", "--store", store))
                .contains("account-7 @0", "AccountOpened");
    }
}
