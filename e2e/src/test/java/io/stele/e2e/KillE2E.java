package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.e2e.BankClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `kill -9` under load, again and again: every acknowledged command is there, none twice, and the
/// view agrees with the log.
///
/// Every deposit has an amount of its own, so that it can be told apart in the log.
class KillE2E {

    private static final int KILLS = 20;
    private static final int CLIENTS = 8;

    @TempDir Path directory;

    private final Map<Long, Integer> acknowledged = new ConcurrentHashMap<>(); // amount -> account
    private final Map<Long, Integer> unanswered = new ConcurrentHashMap<>();
    private final SplittableRandom random = new SplittableRandom(20_261_123);

    @Test
    void nothingAcknowledgedIsLostAndNothingIsThereTwice() throws Exception {
        openAccounts();
        for (int round = 0; round < KILLS; round++) {
            killUnderLoad(round);
        }
        assertThat(acknowledged).hasSizeGreaterThan(KILLS * CLIENTS);
        try (Stele demo = startDemo();
                BankClient bank = new BankClient(demo.awaitReady())) {
            repeatTheUnanswered(bank);
            check(bank);
        }
    }

    private Stele startDemo() throws IOException {
        return Stele.start(directory, "demo", "--port", "0", "--data", "data");
    }

    private void openAccounts() throws Exception {
        try (Stele demo = startDemo();
                BankClient bank = new BankClient(demo.awaitReady())) {
            for (int account = 0; account < CLIENTS; account++) {
                String owner = "{\"owner\":\"Ann\"}";
                assertThat(bank.command("" + account, "OpenAccount", owner).status())
                        .isEqualTo(200);
            }
        }
    }

    /// Kills at a random moment: after some number of acknowledged deposits.
    private void killUnderLoad(int round) throws Exception {
        CountDownLatch enough = new CountDownLatch(random.nextInt(CLIENTS, 300));
        try (Stele demo = startDemo();
                BankClient bank = new BankClient(demo.awaitReady())) {
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int account = client;
                clients.add(Thread.ofPlatform().start(() -> deposit(bank, round, account, enough)));
            }
            enough.await();
            demo.kill();
            for (Thread client : clients) {
                client.join();
            }
        }
    }

    /// Deposits until the service is gone.
    private void deposit(BankClient bank, int round, int account, CountDownLatch enough) {
        for (long count = 1; ; count++) {
            long amount = (round * 100L + account) * 1_000_000 + count;
            try {
                if (send(bank, account, amount).status() != 200) {
                    throw new AssertionError("a deposit was not taken");
                }
                acknowledged.put(amount, account);
                enough.countDown();
            } catch (IOException e) {
                unanswered.put(amount, account);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static Answer send(BankClient bank, int account, long amount)
            throws IOException, InterruptedException {
        String key = new UUID(account, amount).toString();
        return bank.command(
                "" + account, "Deposit", "{\"amount\":" + amount + "}", "Idempotency-Key", key);
    }

    /// A client that got no answer asks again with the same key; that must never count twice.
    private void repeatTheUnanswered(BankClient bank) throws Exception {
        for (var entry : unanswered.entrySet()) {
            assertThat(send(bank, entry.getValue(), entry.getKey()).status()).isEqualTo(200);
            acknowledged.put(entry.getKey(), entry.getValue());
        }
    }

    private void check(BankClient bank) throws Exception {
        Map<Long, Integer> inTheLog = new HashMap<>();
        for (int account = 0; account < CLIENTS; account++) {
            long sum = 0;
            for (JsonNode event : history(bank, account)) {
                if (event.get("type").asString().equals("MoneyDeposited")) {
                    long amount = event.get("data").get("amount").asLong();
                    assertThat(inTheLog.put(amount, account)).as("twice: " + amount).isNull();
                    sum += amount;
                }
            }
            assertThat(bank.get("/api/account/" + account).state().get("balance").asLong())
                    .isEqualTo(sum);
            assertThat(balanceInView(bank, account)).isEqualTo(sum);
        }
        assertThat(inTheLog).isEqualTo(acknowledged);
    }

    private static List<JsonNode> history(BankClient bank, int account) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        JsonNode page = bank.get("/api/account/" + account + "/history").body();
        while (true) {
            page.get("events").forEach(events::add);
            JsonNode next = page.get("next");
            if (next == null || next.isNull()) {
                return events;
            }
            page = bank.get("/api/account/" + account + "/history?from=" + next.asString()).body();
        }
    }

    private static long balanceInView(BankClient bank, int account) throws Exception {
        String position = bank.get("/api/account/" + account).body().get("position").asString();
        Answer row = bank.get("/api/views/accounts/" + account, "Stele-After", position);
        return row.body().findValue("balance").asLong();
    }
}
