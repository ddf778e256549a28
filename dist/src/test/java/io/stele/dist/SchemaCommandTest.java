package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.dist.Cli.Outcome;
import io.stele.example.bank.Bank;
import io.stele.sdk.RunningService;
import io.stele.sdk.SteleService;
import io.stele.sdk.schema.EventSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaCommandTest {

    private static final String BANK = EventSchemas.of(List.of(Bank.ACCOUNT)).toJson();

    @TempDir Path directory;

    private String file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return file.toString();
    }

    @Test
    void nothingHasChanged() throws IOException {
        Outcome same = Cli.run("schema", "check", file("a.json", BANK), file("b.json", BANK));
        assertThat(same.out()).isEqualTo("compatible: 0 breaking, 0 that break old code, 0 safe\n");
        assertThat(same.exitCode()).isZero();
    }

    @Test
    void whatBreaksIsSaidAndTheExitCodeTells() throws IOException {
        String old = file("old/bank.json", BANK);
        String now = file("new/bank.json", BANK.replace("MoneyDeposited", "MoneyPaid"));
        for (String[] sides :
                new String[][] {{old, now}, {directory + "/old", directory + "/new"}}) {
            Outcome broken = Cli.run("schema", "check", sides[0], sides[1]);
            assertThat(broken.out())
                    .contains("BREAKING: account.MoneyDeposited is gone")
                    .contains("NOT COMPATIBLE: 1 breaking, 1 that break old code");
            assertThat(broken.exitCode()).isEqualTo(ExitCode.FAILED);
        }
        assertThat(Cli.run("schema", "check", "--json", old, now).out())
                .contains("{\"effect\":\"breaking\",\"event\":\"account.MoneyDeposited\"");
    }

    @Test
    void oldCodeCountsWhereAskedFor() throws IOException {
        String old = file("old.json", BANK.replace("int64", "int32"));
        String now = file("new.json", BANK);
        Outcome lenient = Cli.run("schema", "check", old, now);
        assertThat(lenient.exitCode()).as(lenient.out()).isZero();
        assertThat(lenient.out()).contains("breaks old code");
        assertThat(Cli.run("schema", "check", "--old-code", old, now).exitCode())
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aRunningServiceIsAsked() throws IOException {
        try (RunningService service =
                SteleService.named("bank")
                        .decider(Bank.ACCOUNT)
                        .start("--port=0", "--data=" + directory.resolve("data"))) {
            String old = file("bank.json", BANK);
            Outcome same = Cli.run("schema", "check", old, service.uri().toString());
            assertThat(same.out()).as(same.err()).startsWith("compatible");
            Outcome other = Cli.run("schema", "check", old, service.uri() + "/openapi.json");
            assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(other.err()).contains("not a description of events");
        }
    }

    @Test
    void whatIsNotThereOrNoDescriptionIsSaid() throws IOException {
        String bank = file("bank.json", BANK);
        Outcome missing = Cli.run("schema", "check", bank, directory + "/none");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(missing.err()).contains("none is not there");
        Outcome wrong = Cli.run("schema", "check", bank, file("x.json", "{"));
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(wrong.err()).contains("x.json");
        assertThat(Cli.run("schema").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
