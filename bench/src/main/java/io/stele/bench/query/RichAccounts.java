package io.stele.bench.query;

import io.stele.bench.Filling;
import io.stele.example.bank.AccountEvent;
import io.stele.example.bank.AccountEvent.AccountOpened;
import io.stele.example.bank.AccountEvent.MoneyDeposited;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.sdk.EventCodec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Accounts of the demo bank with balances all over a range.
///
/// @param accounts each is opened, and gets its money at once
record RichAccounts(int accounts) implements Filling {

    static final String CATEGORY = "account";
    static final int BALANCE_MAX = 1_000_000;
    static final EventCodec<AccountEvent> CODEC = EventCodec.of(AccountEvent.class);

    private static final int ACCOUNTS_PER_APPEND = 50;
    private static final long SPREAD = 7_919;

    @Override
    public String description() {
        return "%,d accounts of the bank with money".formatted(accounts);
    }

    @Override
    public long eventCount() {
        return 2L * accounts;
    }

    @Override
    public Iterator<Append> appends() {
        SplittableRandom ids = new SplittableRandom();
        return IntStream.range(0, Math.ceilDiv(accounts, ACCOUNTS_PER_APPEND))
                .mapToObj(n -> append(n * ACCOUNTS_PER_APPEND, ids))
                .iterator();
    }

    private Append append(int first, SplittableRandom ids) {
        List<StreamAppend> parts = new ArrayList<>();
        for (int i = first; i < Math.min(accounts, first + ACCOUNTS_PER_APPEND); i++) {
            long balance = 1 + i * SPREAD % BALANCE_MAX;
            parts.add(
                    new StreamAppend(
                            stream(i),
                            Expectation.ANY,
                            List.of(
                                    event(new AccountOpened("owner " + i), ids),
                                    event(new MoneyDeposited(balance), ids))));
        }
        return append(parts, ids);
    }

    static Append append(List<StreamAppend> parts, SplittableRandom ids) {
        return new Append(Events.id(ids), "bench", parts, Optional.empty());
    }

    static NewEvent event(AccountEvent event, SplittableRandom ids) {
        return CODEC.encode(event, Events.id(ids), Metadata.EMPTY);
    }

    static StreamName stream(int account) {
        return StreamName.of(CATEGORY, Integer.toString(account));
    }
}
