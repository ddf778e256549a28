package io.stele.bench.rebuild;

import io.stele.bench.Filling;
import io.stele.example.bank.AccountEvent;
import io.stele.example.bank.AccountEvent.AccountOpened;
import io.stele.example.bank.AccountEvent.MoneyDeposited;
import io.stele.example.bank.AccountEvent.MoneyWithdrawn;
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
import java.util.stream.LongStream;

/// Accounts of the demo bank: each is opened, then money comes and goes, in all of them in turns.
///
/// @param events in all, about: a whole number of rounds is written
/// @param accounts how many there are
record BankLog(long events, int accounts) implements Filling {

    static final String CATEGORY = "account";
    private static final int STREAMS_PER_APPEND = 50;
    private static final EventCodec<AccountEvent> CODEC = EventCodec.of(AccountEvent.class);

    @Override
    public String description() {
        return "%,d events of %,d accounts of the bank".formatted(eventCount(), accounts);
    }

    @Override
    public long eventCount() {
        return rounds() * accounts;
    }

    private long rounds() {
        return Math.max(1, events / accounts);
    }

    @Override
    public Iterator<Append> appends() {
        SplittableRandom ids = new SplittableRandom();
        return LongStream.range(0, rounds())
                .boxed()
                .flatMap(round -> round(round, ids).stream())
                .iterator();
    }

    private List<Append> round(long round, SplittableRandom ids) {
        List<Append> appends = new ArrayList<>();
        for (int first = 0; first < accounts; first += STREAMS_PER_APPEND) {
            List<StreamAppend> parts = new ArrayList<>();
            for (int i = first; i < Math.min(accounts, first + STREAMS_PER_APPEND); i++) {
                NewEvent event = CODEC.encode(event(round, i), Events.id(ids), Metadata.EMPTY);
                parts.add(
                        new StreamAppend(
                                StreamName.of(CATEGORY, Integer.toString(i)),
                                Expectation.ANY,
                                List.of(event)));
            }
            appends.add(new Append(Events.id(ids), "bench", parts, Optional.empty()));
        }
        return appends;
    }

    private static AccountEvent event(long round, int account) {
        if (round == 0) {
            return new AccountOpened("owner " + account);
        }
        return round % 2 == 1 ? new MoneyDeposited(2 * round) : new MoneyWithdrawn(round);
    }
}
