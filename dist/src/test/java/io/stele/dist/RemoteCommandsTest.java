package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.dist.Cli.Outcome;
import io.stele.http.HttpOptions;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands against a real server.
class RemoteCommandsTest {

    @TempDir private Path directory;

    @SuppressWarnings("NullAway.Init") // before each test
    private SteleServer server;

    private String store = "";

    @BeforeEach
    void start() {
        ServerOptions options = ServerOptions.defaults().withHttp(HttpOptions.loopback(0));
        server = SteleServer.start("embedded:" + directory.resolve("data"), options);
        store = "--store=stele://127.0.0.1:" + server.address().getPort();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Outcome append(String... more) {
        String[] args = new String[more.length + 4];
        System.arraycopy(new String[] {"append", store, "seat-7", "Booked"}, 0, args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        return Cli.run(args);
    }

    @Test
    void aConditionLetsOnlyTheFirstThrough() {
        String[] booking = {"{}", "--tag=seat:7", "--fail-if-tags=seat:7"};
        assertThat(append(booking).exitCode()).isZero();
        Outcome second = append(booking);
        assertThat(second.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(second.err()).contains("position 0 matches", "stele read --limit 1");
        assertThat(append("{}", "--tag=seat:7", "--fail-if-tags=seat:7", "--fail-after=0").out())
                .isEqualTo("appended to seat-7 at revision 1, position 1\n");
        assertThat(append("{}", "--fail-after=0").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aFileIsAppendedToSeveralStreamsOrToNone() throws Exception {
        String transfer =
                """
                {"streams":[
                  {"stream":"account-1","expected":"none","events":[{"type":"Paid","data":{"n":1}}]},
                  {"stream":"account-2","expected":"none","events":[{"type":"Got","data":{"n":1}}]}]}
                """;
        Path file = Files.writeString(directory.resolve("transfer.json"), transfer);
        Outcome first = Cli.run("append", store, "--batch=" + file, "--actor=ann");
        assertThat(first.out())
                .isEqualTo(
                        """
                        appended to account-1 at revision 0, position 1
                        appended to account-2 at revision 0, position 1
                        """);
        Outcome again = Cli.runWithInput(transfer, "append", store, "--batch=-", "--json");
        assertThat(again.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(again.out()).contains("\"stream\":\"account-1\"", "\"conflict\":true");
        assertThat(Cli.run("read", store).out().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("ann"));
        Outcome wrong = Cli.runWithInput("{\"stream\":1}", "append", store, "--batch=-");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aTailGoesOnWhereItsCheckpointSays() throws Exception {
        append("{\"n\":0}");
        append("{\"n\":1}");
        Path file = directory.resolve("checkpoint");
        String[] tail = {
            "tail", store, "--from-start", "--limit=1", "--json", "--checkpoint=" + file
        };
        assertThat(Cli.run(tail).out()).contains("{\"n\":0}").doesNotContain("{\"n\":1}");
        assertThat(Files.readString(file)).isEqualTo("1\n");
        assertThat(Cli.run(tail).out()).contains("{\"n\":1}").doesNotContain("{\"n\":0}");
        assertThat(Files.readString(file)).isEqualTo("2\n");
        Files.writeString(file, "soon");
        assertThat(Cli.run(tail).err()).contains("is not a checkpoint");
    }

    @Test
    void aGroupIsCreatedWorkedForAndLookedAfter() {
        append("{\"n\":0}");
        append("{\"n\":1}");
        assertThat(Cli.run("groups", "create", store, "mailer", "--prefix=seat-").out())
                .isEqualTo("created mailer\n");
        Outcome twice = Cli.run("groups", "create", store, "mailer");
        assertThat(twice.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(twice.err()).contains("there is a group mailer already");
        assertThat(Cli.run("groups", "list", store).out()).contains("LAG", "mailer");
        Outcome one = Cli.run("groups", "consume", store, "mailer", "--limit=1");
        assertThat(one.exitCode()).as(one.err()).isZero();
        assertThat(one.out()).contains("\"attempt\":1", "{\"n\":0}").doesNotContain("{\"n\":1}");

        String[] park = {"groups", "consume", store, "mailer", "--limit=1", "--outcome=park"};
        assertThat(Cli.run(park).out()).contains("{\"n\":1}");
        assertThat(Cli.run("groups", "parked", store, "mailer").out())
                .contains("parked", "seat-7 @1", "stele groups consume", "{\"n\":1}");
        assertThat(Cli.run("groups", "show", store, "mailer").out()).contains("seat-7 @1");
        String[] skip = {"groups", "skip", store, "mailer", "seat-7", "--revision=0"};
        assertThat(Cli.run(skip).exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(Cli.run("groups", "replay", store, "mailer", "--all").out())
                .isEqualTo("replaying seat-7\n");
        assertThat(Cli.run("groups", "consume", store, "mailer", "--limit=1").out())
                .contains("{\"n\":1}");
        assertThat(Cli.run("groups", "reset", store, "mailer", "--to=beginning").exitCode())
                .isZero();
        assertThat(Cli.run("groups", "consume", store, "mailer", "--limit=2").out().lines())
                .hasSize(2);
        assertThat(Cli.run("groups", "delete", store, "mailer").out())
                .isEqualTo("deleted mailer\n");
        Outcome gone = Cli.run("groups", "show", store, "mailer");
        assertThat(gone.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(gone.err()).contains("there is no consumer group \"mailer\"");
    }

    @Test
    void aServerThatIsNotThereHasItsOwnExitCode() {
        Outcome outcome = Cli.run("read", "--store=stele://127.0.0.1:1", "account-1");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(outcome.err()).contains("127.0.0.1:1");
    }
}
