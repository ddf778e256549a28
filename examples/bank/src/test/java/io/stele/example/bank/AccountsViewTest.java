package io.stele.example.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.example.bank.AccountEvent.AccountClosed;
import io.stele.example.bank.AccountEvent.AccountOpened;
import io.stele.example.bank.AccountEvent.MoneyDeposited;
import io.stele.example.bank.AccountEvent.MoneyWithdrawn;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.Position;
import io.stele.sdk.EventCodec;
import io.stele.sdk.view.StateField;
import io.stele.sdk.view.StateView;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewEngineContext;
import io.stele.sdk.view.ViewRow;
import io.stele.sql.SqlViewEngineProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsViewTest {

    private static final EventCodec<AccountEvent> CODEC = EventCodec.of(Bank.ACCOUNT);

    @TempDir Path directory;

    private ViewEngine open(InMemoryEventStore store) {
        List<StateField> fields = StateField.of(Account.class, "owner", "balance");
        return new SqlViewEngineProvider()
                .open(
                        new ViewEngineContext(
                                store,
                                "jdbc:sqlite:" + directory.resolve("views.db"),
                                List.of(new AccountsView()),
                                List.of(StateView.of(Bank.ACCOUNT, fields)),
                                Clock.systemUTC()));
    }

    @Test
    void theRowIsTheAccount() throws Exception {
        try (InMemoryEventStore store = new InMemoryEventStore();
                ViewEngine views = open(store)) {
            for (AccountEvent event :
                    List.of(
                            new AccountOpened("Ann"),
                            new MoneyDeposited(100),
                            new MoneyWithdrawn(30),
                            new MoneyDeposited(50),
                            new MoneyWithdrawn(120),
                            new AccountClosed())) {
                store.append(Append.to("account-a", Expectation.ANY, CODEC.encode(event)));
            }
            Position last = store.head().last().orElseThrow();
            Duration patience = Duration.ofSeconds(30);
            assertThat(views.awaitApplied("accounts", last, patience).covers(last)).isTrue();
            assertThat(views.awaitApplied("account", last, patience).covers(last)).isTrue();
            ViewRow row = views.row("accounts", "a").row().orElseThrow();
            assertThat(row.values())
                    .hasToString("{id=a, owner=Ann, balance=0, status=closed, revision=5}");
            ViewRow state = views.row("account", "a").row().orElseThrow();
            assertThat(state.values())
                    .containsEntry("revision", 5L)
                    .containsEntry("owner", "Ann")
                    .containsEntry(
                            "state",
                            new ViewRow.Json(
                                    "{\"owner\":\"Ann\",\"balance\":0,\"status\":\"closed\"}"));
        }
    }
}
