package io.stele.bench.load;

import io.netty.buffer.ByteBuf;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/// Commands of the demo bank: deposits to accounts that were opened before, chosen at random.
final class BankRequests implements HttpRequests {

    private static final String DEPOSIT = "{\"amount\":1}";

    private final HostPort server;
    private final int accounts;
    private final String path;

    /// @param accounts how many there are
    BankRequests(HostPort server, int accounts) {
        this.server = server;
        this.accounts = accounts;
        String run =
                Integer.toString(
                        new SplittableRandom().nextInt(Integer.MAX_VALUE), Character.MAX_RADIX);
        this.path = "/api/account/load-" + run + "-";
    }

    @Override
    public void write(int caller, ByteBuf out) {
        int account = ThreadLocalRandom.current().nextInt(accounts);
        HttpRequests.writePost(path + account + "/Deposit", server, "", DEPOSIT, out);
    }

    @Override
    public int succeeded(int caller) {
        return 1;
    }

    /// Opens the accounts, each caller every `callers`-th of them.
    HttpRequests opening(int callers) {
        int[] next = new int[callers];
        return new HttpRequests() {
            @Override
            public void write(int caller, ByteBuf out) {
                int account = caller + callers * next[caller];
                HttpRequests.writePost(
                        path + account + "/OpenAccount", server, "", "{\"owner\":\"Ada\"}", out);
            }

            @Override
            public int succeeded(int caller) {
                next[caller]++;
                return 1;
            }
        };
    }
}
