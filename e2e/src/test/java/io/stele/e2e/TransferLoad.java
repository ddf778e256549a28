package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.e2e.BankClient.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/// Customers of a bank that comes and goes: they request transfers, accept some of them, forget
/// others, and send everything again until they have an answer.
final class TransferLoad implements AutoCloseable {

    private static final int ACCOUNTS = 10;
    private static final long START_BALANCE = 1_000_000;
    private static final int CUSTOMERS = 8;
    private static final int PATIENCE_SECONDS = 120;
    private static final Set<String> ENDS = Set.of("completed", "returned", "failed");

    private final List<BankClient> banks = new ArrayList<>();
    private final int transfers;
    private final AtomicInteger next = new AtomicInteger();
    private final Semaphore progress = new Semaphore(0);
    private final ExecutorService threads = Executors.newFixedThreadPool(CUSTOMERS);
    private final List<Future<?>> customers = new ArrayList<>();

    /// @param ports where the bank is to be found, once or several times
    TransferLoad(int transfers, int... ports) {
        this.transfers = transfers;
        for (int port : ports) {
            banks.add(new BankClient(URI.create("http://127.0.0.1:" + port)));
        }
    }

    void openAccounts() throws Exception {
        for (int i = 0; i < ACCOUNTS; i++) {
            command("/api/account/" + i + "/OpenAccount", "{\"owner\":\"c" + i + "\"}", "open" + i);
            String amount = "{\"amount\":" + START_BALANCE + "}";
            command("/api/account/" + i + "/Deposit", amount, "first" + i);
        }
    }

    void start() {
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.add(
                    threads.submit(() -> {
                        for (int t = next.getAndIncrement(); t < transfers; ) {
                            transfer(t);
                            progress.release();
                            t = next.getAndIncrement();
                        }
                        return null;
                    }));
        }
    }

    /// Waits until so many more were dealt with, or all.
    void awaitProgress(int count) throws InterruptedException {
        while (!isDone() && !progress.tryAcquire(count, 100, TimeUnit.MILLISECONDS)) {
            // still at it
        }
    }

    boolean isDone() {
        return customers.stream().allMatch(Future::isDone);
    }

    /// Two of five are accepted and paid out; one is accepted, but its other account is not there;
    /// one is forgotten; one asks for more than there is.
    private void transfer(int number) throws Exception {
        int kind = number % 5;
        int from = number % ACCOUNTS;
        int other = (number * 7 + 3) % ACCOUNTS;
        String to = kind == 2 ? "nobody" : "" + (other == from ? (from + 1) % ACCOUNTS : other);
        long amount = kind == 4 ? 100_000_000 : 1 + number % 37;
        int seconds = kind == 3 ? 2 : 3600;
        String request =
                "{\"from\":\"%d\",\"to\":\"%s\",\"amount\":%d,\"acceptWithinSeconds\":%d}"
                        .formatted(from, to, amount, seconds);
        String path = "/api/transfer/" + number;
        assertThat(command(path + "/RequestTransfer", request, "r" + number)).isEqualTo(200);
        if (kind < 3) {
            accept(path, "a" + number);
        }
    }

    private void accept(String path, String key) throws Exception {
        long deadline = deadline();
        while (command(path + "/AcceptTransfer", "{}", key) != 200) {
            assertThat(System.nanoTime()).as("the money is taken in time").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    /// @return 200, or 422 when it was refused
    private int command(String path, String json, String key) throws Exception {
        return untilAnswered(
                        bank -> {
                            Answer answer = bank.post(path, json, "Idempotency-Key", key);
                            return answered(answer, answer.status() == 422);
                        })
                .status();
    }

    private interface Ask {
        Optional<Answer> of(BankClient bank) throws IOException, InterruptedException;
    }

    private Answer untilAnswered(Ask ask) throws InterruptedException {
        long deadline = deadline();
        for (int attempt = 0; ; attempt++) {
            try {
                Optional<Answer> answer = ask.of(banks.get(attempt % banks.size()));
                if (answer.isPresent()) {
                    return answer.get();
                }
            } catch (IOException e) {
                // it is away
            }
            assertThat(System.nanoTime()).as("an answer in time").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static Optional<Answer> answered(Answer answer, boolean alsoThis) {
        return answer.status() == 200 || alsoThis ? Optional.of(answer) : Optional.empty();
    }

    private static long deadline() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    }

    private JsonNode state(String path) throws InterruptedException {
        return untilAnswered(
                        bank -> {
                            Answer answer = bank.get(path);
                            return answered(answer, false);
                        })
                .state();
    }

    /// How many transfers ended how. Each account has what the completed ones left there, to the cent.
    Map<String, Integer> checkTheEnd() throws Exception {
        for (Future<?> customer : customers) {
            customer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        long[] balances = new long[ACCOUNTS];
        Arrays.fill(balances, START_BALANCE);
        Map<String, Integer> ends = new HashMap<>();
        for (int i = 0; i < transfers; i++) {
            JsonNode end = awaitEnd(i);
            String status = end.get("status").asString();
            ends.merge(status, 1, Integer::sum);
            if (status.equals("completed")) {
                balances[Integer.parseInt(end.get("from").asString())] -=
                        end.get("amount").asLong();
                balances[Integer.parseInt(end.get("to").asString())] += end.get("amount").asLong();
            }
        }
        for (int i = 0; i < ACCOUNTS; i++) {
            assertThat(balance(i)).as("account " + i).isEqualTo(balances[i]);
        }
        return ends;
    }

    long balance(int account) throws InterruptedException {
        return state("/api/account/" + account).get("balance").asLong();
    }

    /// How many events an account has.
    long events(int account) throws InterruptedException {
        return untilAnswered(
                                bank -> {
                                    Answer answer = bank.get("/api/account/" + account);
                                    return answered(answer, false);
                                })
                        .body()
                        .get("revision")
                        .asLong()
                + 1;
    }

    static int accounts() {
        return ACCOUNTS;
    }

    private JsonNode awaitEnd(int transfer) throws InterruptedException {
        long deadline = deadline();
        while (true) {
            JsonNode state = state("/api/transfer/" + transfer);
            if (ENDS.contains(state.get("status").asString())) {
                return state;
            }
            assertThat(System.nanoTime()).as("%d ends: %s", transfer, state).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        banks.forEach(BankClient::close);
    }
}
