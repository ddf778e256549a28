package io.stele.example.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.model.UnavailableException;
import io.stele.sdk.RunningService;
import io.stele.sdk.SteleService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole service: log, commands, state and view.
class BankTest {

    @Test
    void stateAndViewSayTheSameAlsoAfterARestart(@TempDir Path data) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            try (RunningService bank = start(data)) {
                post(client, bank, "OpenAccount", "{\"owner\":\"Ada\"}");
                post(client, bank, "Deposit", "{\"amount\":100}");
                post(client, bank, "Withdraw", "{\"amount\":30}");
                String position = post(client, bank, "Deposit", "{\"amount\":50}");
                assertThat(position).isEqualTo("3");
                check(client, bank);
                assertThat(get(client, bank, "/v1/streams/account-1")).contains("MoneyWithdrawn");
                assertThatThrownBy(() -> start(data)).isInstanceOf(UnavailableException.class);
            }
            try (RunningService bank = start(data)) {
                check(client, bank);
            }
        }
    }

    private static void check(HttpClient client, RunningService bank) throws Exception {
        assertThat(get(client, bank, "/api/account/1"))
                .endsWith("\"state\":{\"owner\":\"Ada\",\"balance\":120,\"status\":\"open\"}}");
        assertThat(get(client, bank, "/api/views/accounts/1?after=3"))
                .contains("\"balance\":120")
                .contains("\"revision\":3");
        assertThat(get(client, bank, "/api/views/account?after=3"))
                .contains("\"state\":{\"owner\":\"Ada\",\"balance\":120,\"status\":\"open\"}");
        assertThat(get(client, bank, "/openapi.json")).contains("/api/views/accounts");
    }

    private static RunningService start(Path data) {
        return SteleService.named("bank")
                .decider(Bank.ACCOUNT)
                .view(new AccountsView())
                .start("--port=0", "--data=" + data);
    }

    /// @return the position it was written at
    private static String post(HttpClient client, RunningService bank, String command, String body)
            throws Exception {
        URI uri = bank.uri().resolve("/api/account/1/" + command);
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("Stele-Position").orElseThrow();
    }

    private static String get(HttpClient client, RunningService bank, String path)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(bank.uri().resolve(path)).build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
