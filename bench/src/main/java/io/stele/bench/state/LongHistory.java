package io.stele.bench.state;

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

/// One account of the demo bank, to which a lot has happened.
///
/// @param events of its stream
record LongHistory(long events) implements Filling {

    static final StreamName STREAM = StreamName.of("account-1");
    private static final int EVENTS_PER_APPEND = 200;
    private static final EventCodec<AccountEvent> CODEC = EventCodec.of(AccountEvent.class);

    @Override
    public String description() {
        return "an account of the bank with %,d events".formatted(events);
    }

    @Override
    public long eventCount() {
        return events;
    }

    @Override
    public Iterator<Append> appends() {
        SplittableRandom ids = new SplittableRandom();
        long count = Math.ceilDiv(events, (long) EVENTS_PER_APPEND);
        return LongStream.range(0, count)
                .mapToObj(n -> append(n * EVENTS_PER_APPEND, EVENTS_PER_APPEND, ids))
                .iterator();
    }

    /// The next events of the account.
    Append append(long first, int most, SplittableRandom ids) {
        List<NewEvent> some = new ArrayList<>();
        for (long n = first; n < Math.min(first + most, Math.max(events, first + 1)); n++) {
            some.add(CODEC.encode(event(n), Events.id(ids), Metadata.EMPTY));
        }
        return new Append(
                Events.id(ids),
                "bench",
                List.of(new StreamAppend(STREAM, Expectation.ANY, some)),
                Optional.empty());
    }

    private static AccountEvent event(long n) {
        if (n == 0) {
            return new AccountOpened("ann");
        }
        return n % 2 == 1 ? new MoneyDeposited(2 * n) : new MoneyWithdrawn(n);
    }
}
