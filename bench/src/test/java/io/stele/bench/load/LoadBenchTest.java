package io.stele.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.http.HttpOptions;
import io.stele.model.EventStore;
import io.stele.model.ReadLog;
import io.stele.server.ServerOptions;
import io.stele.server.SteleServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each kind of load for a moment against a real server; rates are of no interest here.
class LoadBenchTest {

    @TempDir private Path directory;

    private static LoadOptions options(LoadKind kind, String address, AppendLoad appends) {
        Pace pace =
                new Pace(4, OptionalDouble.of(200), Duration.ofMillis(100), Duration.ofMillis(300));
        return new LoadOptions(
                kind,
                address,
                OptionalLong.of(ProcessHandle.current().pid()),
                pace,
                appends,
                new LoadOptions.Sizes(2, 10, 1_000));
    }

    private static LoadResult run(LoadOptions options) throws IOException, InterruptedException {
        return new LoadBench(line -> {}).run("test", options);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMMANDS")
    void everyKindIsAnsweredByAServer(LoadKind kind) throws IOException, InterruptedException {
        ServerOptions server = ServerOptions.defaults().withHttp(HttpOptions.loopback(0));
        try (SteleServer running = SteleServer.start("embedded:" + directory, server)) {
            String address = "stele://127.0.0.1:" + running.address().getPort();
            LoadResult result = run(options(kind, address, new AppendLoad(100, 8, 2, true)));
            assertThat(result.errors()).isEmpty();
            long operations = kind == LoadKind.READ ? 1_000 : kind == LoadKind.GET ? 1 : 2;
            assertThat(result.events()).isEqualTo(60 * operations);
            assertThat(result.cpu().server()).isPresent();
        }
    }

    @Test
    void anEmbeddedLogIsMeasuredBesideABareSync() throws IOException, InterruptedException {
        String address = "embedded:" + directory;
        LoadResult result = run(options(LoadKind.APPEND, address, AppendLoad.DEFAULT));
        assertThat(result.errors()).isEmpty();
        assertThat(result.baseline()).isPresent();
        try (EventStore store = EventStore.open(address);
                var events = store.read(ReadLog.all())) {
            int count = 0;
            for (; events.hasNext(); count++) {
                assertThat(events.next().data().bytes().size()).isEqualTo(300);
            }
            assertThat(count).isEqualTo(20 + 60); // warm-up, measured
        }
    }

    @Test
    void aServerThatIsNotThereIsAFailureByKind() throws IOException, InterruptedException {
        LoadResult result = run(options(LoadKind.POST, "http://127.0.0.1:1", AppendLoad.DEFAULT));
        assertThat(result.errors()).containsOnlyKeys("cannot connect");
        assertThat(result.events()).isZero();
        assertThat(result.baseline()).isEmpty();
    }

    @Test
    void onlyAppendsWorkWithoutAServer() {
        assertThatThrownBy(() -> options(LoadKind.GET, "embedded:x", AppendLoad.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("get needs a server");
    }

    @Test
    void aStalledSubscriberIsMeasured() throws InterruptedException {
        ServerOptions server = ServerOptions.defaults().withHttp(HttpOptions.loopback(0));
        try (SteleServer running = SteleServer.start("embedded:" + directory, server)) {
            String address = "stele://127.0.0.1:" + running.address().getPort();
            StalledSubscriberBench.Result result =
                    new StalledSubscriberBench(address, Duration.ofMillis(600), line -> {}).run();
            assertThat(result.errors()).isZero();
            assertThat(result.allRead().getTotalCount()).isEqualTo(6 * 40);
            assertThat(result.oneStalled().getTotalCount()).isEqualTo(6 * 40);
        }
    }
}
