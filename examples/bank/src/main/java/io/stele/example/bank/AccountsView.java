package io.stele.example.bank;

import static io.stele.sdk.view.ColumnType.INTEGER;
import static io.stele.sdk.view.ColumnType.TEXT;

import io.stele.example.bank.Account.Status;
import io.stele.example.bank.AccountEvent.AccountClosed;
import io.stele.example.bank.AccountEvent.AccountOpened;
import io.stele.example.bank.AccountEvent.MoneyDeposited;
import io.stele.example.bank.AccountEvent.MoneyWithdrawn;
import io.stele.sql.EventContext;
import io.stele.sql.EventSource;
import io.stele.sql.RowChange;
import io.stele.sql.Rows;
import io.stele.sql.SqlView;
import io.stele.sql.Table;

/// One row for each account: `GET /api/views/accounts?balance.gte=100&sort=-balance`.
public final class AccountsView implements SqlView<AccountEvent> {

    @Override
    public EventSource<AccountEvent> source() {
        return EventSource.of(Bank.ACCOUNT);
    }

    @Override
    public Table table() {
        return Table.named("accounts")
                .key("id", TEXT)
                .column("owner", TEXT)
                .column("balance", INTEGER)
                .column("status", TEXT)
                .column("revision", INTEGER)
                .index("balance");
    }

    @Override
    public boolean byStream() {
        return true; // a row for each account, by its id
    }

    @Override
    public void apply(AccountEvent event, EventContext context, Rows rows) {
        RowChange account = rows.upsert(context.id()).set("revision", context.revision());
        switch (event) {
            case AccountOpened opened ->
                    account.set("owner", opened.owner())
                            .set("balance", 0)
                            .set("status", Status.OPEN);
            case MoneyDeposited in -> account.add("balance", in.amount());
            case MoneyWithdrawn out -> account.add("balance", -out.amount());
            case AccountClosed closed -> account.set("status", Status.CLOSED);
        }
    }
}
