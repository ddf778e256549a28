package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.dist.Cli.Outcome;
import io.stele.example.bank.AccountsView;
import io.stele.example.bank.Bank;
import io.stele.model.Append;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.sdk.RunningService;
import io.stele.sdk.SteleService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionsCommandTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir Path directory;
    private RunningService bank;

    @BeforeEach
    void start() {
        bank =
                SteleService.named("bank")
                        .decider(Bank.ACCOUNT)
                        .view(AccountsView.class)
                        .start("--port=0", "--data=" + directory.resolve("bank"));
    }

    @AfterEach
    void stop() {
        bank.close();
    }

    private Outcome projections(String... arguments) {
        return Cli.run(
                Stream.concat(
                                Stream.of("projections"),
                                Stream.concat(
                                        Arrays.stream(arguments),
                                        Stream.of("--service", bank.uri().toString())))
                        .toArray(String[]::new));
    }

    private void append(String type, String data) throws InterruptedException {
        bank.store().append(Append.to("account-1", Expectation.ANY, NewEvent.json(type, data)));
        Position last = bank.store().head().last().orElseThrow();
        bank.views().orElseThrow().awaitApplied("accounts", last, LONG);
    }

    @Test
    void aViewIsRebuiltSwitchedBackAndItsOtherRowsDropped() throws Exception {
        append("AccountOpened", "{\"owner\":\"ann\"}");
        assertThat(projections("list").out())
                .contains("account  live, version 1")
                .contains("accounts  live, version 1\n  build 1  serving   position 0 of 0\n");
        assertThat(projections("rebuild", "accounts").exitCode()).isZero();
        String shown = projections("show", "accounts").out();
        for (int i = 0; i < 600 && !shown.contains("build 2  serving"); i++) {
            Thread.sleep(50);
            shown = projections("show", "accounts").out();
        }
        assertThat(shown).contains("build 1  previous", "build 2  serving");
        assertThat(projections("switch-back", "accounts").out())
                .contains("build 1  serving", "build 2  withdrawn");
        assertThat(projections("drop", "accounts", "--json").out())
                .contains("\"build\":1")
                .doesNotContain("\"build\":2");
        Outcome nothing = projections("drop", "accounts");
        assertThat(nothing.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(nothing.err())
                .isEqualTo("stele: view accounts has no rows but those that serve\n");
    }

    @Test
    void anEventThatStopsAViewIsShownAndSkippedAndAStreamRepaired() throws Exception {
        append("AccountOpened", "{\"owner\":\"ann\"}");
        append("MoneyDeposited", "{\"amount\":\"much\"}");
        Outcome shown = projections("show", "accounts");
        assertThat(shown.out())
                .contains("accounts  failed")
                .contains("stopped at MoneyDeposited at position 1 (stream account-1, revision 1)");
        assertThat(projections("skip", "accounts").exitCode()).isZero();
        append("MoneyDeposited", "{\"amount\":5}");
        assertThat(projections("show", "accounts").out())
                .contains("left out of build 1: MoneyDeposited at position 1");
        Outcome repaired = projections("repair", "accounts", "account-1");
        assertThat(repaired.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(repaired.err()).contains("the rows of account-1 are as they were");
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(projections("pause", "nothing").err())
                .isEqualTo("stele: there is no view \"nothing\"\n");
        assertThat(Cli.run("projections", "list", "--service", "ftp://x").exitCode())
                .isEqualTo(ExitCode.USAGE);
        bank.close();
        assertThat(projections("list").exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    }
}
