package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Transfers while every process involved is killed at random: the store, the bank, which runs twice,
/// and the notifications. In the end each transfer has come to an end, timers that were set before a
/// kill have fired, no cent was made or lost, and for each event of an account there is one letter.
///
/// `-Dstele.transfers=10000 -Dstele.transferKills=100` for more.
class TransfersE2E {

    private static final int TRANSFERS = Integer.getInteger("stele.transfers", 100);
    private static final int KILLS = Integer.getInteger("stele.transferKills", 4);

    @TempDir Path directory;

    @Test
    void noCentIsMadeOrLostWhenTheBankIsKilled() throws Exception {
        try (Restarted bank = new Restarted(directory, "demo", "--data", "bank");
                TransferLoad load = new TransferLoad(TRANSFERS, bank.port())) {
            load.openAccounts();
            underKills(load, List.of(bank));
        }
    }

    @Test
    void noCentIsMadeOrLostWhenAnyProcessIsKilled() throws Exception {
        try (Restarted store = new Restarted(directory, "serve", "--data", "store")) {
            String address = "stele://127.0.0.1:" + store.port();
            try (Restarted one = bank(address, "one");
                    Restarted other = bank(address, "other");
                    Restarted letters = notifications(address);
                    TransferLoad load = new TransferLoad(TRANSFERS, one.port(), other.port())) {
                load.openAccounts();
                underKills(load, List.of(store, one, other, letters));
                for (int i = 0; i < TransferLoad.accounts(); i++) {
                    awaitLetters(letters.port(), i, load.events(i), load.balance(i));
                }
            }
        }
    }

    private Restarted bank(String store, String data) throws Exception {
        return new Restarted(directory, "demo", "--store", store, "--data", data);
    }

    private Restarted notifications(String store) throws Exception {
        return new Restarted(
                directory, "demo", "notifications", "--store", store, "--data", "letters");
    }

    private static void underKills(TransferLoad load, List<Restarted> processes) throws Exception {
        SplittableRandom random = new SplittableRandom();
        load.start();
        int between = Math.max(1, TRANSFERS / (KILLS + 1));
        for (int kill = 0; kill < KILLS; kill++) {
            load.awaitProgress(1 + random.nextInt(2 * between));
            processes.get(random.nextInt(processes.size())).killAndRestart();
        }
        Map<String, Integer> ends = load.checkTheEnd();
        System.out.println(TRANSFERS + " transfers and " + KILLS + " kills: " + ends);
        assertThat(ends.get("completed")).isEqualTo(TRANSFERS / 5 * 2);
        assertThat(ends.get("returned")).isEqualTo(TRANSFERS / 5 * 2);
        assertThat(ends.get("failed")).isEqualTo(TRANSFERS / 5);
    }

    /// One letter for each event, and the last one says what there is.
    private static void awaitLetters(int port, int account, long count, long balance)
            throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/letters/" + account);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (true) {
                List<String> letters =
                        http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                                .body()
                                .lines()
                                .toList();
                assertThat(letters.size()).as(uri.getPath()).isLessThanOrEqualTo((int) count);
                if (letters.size() == count) {
                    assertThat(letters.getLast()).endsWith("; you have " + balance);
                    return;
                }
                assertThat(System.nanoTime()).as("%s in time", uri).isLessThan(deadline);
                Thread.sleep(50);
            }
        }
    }

    @Test
    void aTimerThatWasSetBeforeAKillFires() throws Exception {
        try (Restarted bank = new Restarted(directory, "demo", "--data", "bank");
                BankClient client = new BankClient(URI.create("http://127.0.0.1:" + bank.port()))) {
            client.command("1", "OpenAccount", "{\"owner\":\"ann\"}");
            client.command("1", "Deposit", "{\"amount\":100}");
            client.post(
                    "/api/transfer/t/RequestTransfer",
                    "{\"from\":\"1\",\"to\":\"2\",\"amount\":30,\"acceptWithinSeconds\":5}");
            await(client, "/api/transfer/t", "\"status\":\"offered\"");
            bank.killAndRestart();
            await(client, "/api/transfer/t", "\"status\":\"returned\"");
            await(client, "/api/account/1", "\"balance\":100");
        }
    }

    private static void await(BankClient client, String path, String wanted) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String state = client.get(path).state().toString();
        while (!state.contains(wanted)) {
            assertThat(System.nanoTime()).as("%s: %s", path, state).isLessThan(deadline);
            Thread.sleep(20);
            state = client.get(path).state().toString();
        }
    }
}
