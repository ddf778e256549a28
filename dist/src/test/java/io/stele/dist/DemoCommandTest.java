package io.stele.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoCommandTest {

    @Test
    void theSecondServiceRunsBesideTheBankWithoutBeingToldAnotherPort() {
        assertThat(arguments("notifications", "--store", "stele://127.0.0.1:8420"))
                .containsExactly("--store=stele://127.0.0.1:8420");
    }

    @Test
    void whatIsGivenIsPassedOn() {
        assertThat(arguments("--port", "0", "--data", "bank"))
                .containsExactly("--data=bank", "--port=0");
    }

    private static List<String> arguments(String... given) {
        DemoCommand command = new DemoCommand();
        assertThat(new CommandLine(command).parseArgs(given).errors()).isEmpty();
        return command.arguments();
    }
}
