package io.stele.bench.load;

import io.stele.bench.BareSync;
import io.stele.bench.Payload;
import io.stele.bench.Scratch;
import io.stele.model.EventStore;
import java.io.IOException;
import java.util.Optional;

/// Makes what load is put on, and what it is compared with.
final class Targets {

    private final LoadOptions options;
    private final int callers;

    Targets(LoadOptions options) {
        this.options = options;
        this.callers = options.pace().callers();
    }

    private HostPort server() {
        return HostPort.parse(options.address());
    }

    private Appends appends() {
        return new Appends(options.appends(), callers);
    }

    private Channels channels() {
        return new Channels(server(), options.sizes().connections());
    }

    private LoadTarget http(HttpRequests requests) {
        return new HttpTarget(server(), requests, callers);
    }

    /// Prepares the store for it, where that is needed.
    LoadTarget open() throws InterruptedException {
        return switch (options.kind()) {
            case APPEND -> new StoreTarget(EventStore.open(options.address()), appends());
            case APPEND_UNARY -> new UnaryTarget(channels(), appends());
            case POST -> http(new PostRequests(server(), appends()));
            case GET -> http(HttpRequests.get(lastEvent(stream(1)), server()));
            case READ -> new ReadTarget(channels(), stream(options.sizes().longStreamEvents()));
            case COMMANDS -> http(bank());
        };
    }

    private String stream(int events) {
        return Preparation.stream(server(), events, options.appends().sizeBytes());
    }

    private static String lastEvent(String stream) {
        return "/v1/streams/" + stream + "?direction=backward&limit=1";
    }

    private BankRequests bank() throws InterruptedException {
        int accounts = options.sizes().accounts();
        BankRequests bank = new BankRequests(server(), accounts);
        Preparation.accounts(server(), bank, accounts);
        return bank;
    }

    /// The least that can be done with the same means.
    ///
    /// @param name for people
    record Baseline(String name, LoadTarget target) {}

    /// @return empty: there is nothing to compare with
    Optional<Baseline> openBaseline() throws IOException {
        return switch (options.kind()) {
            case APPEND -> options.isEmbedded() ? Optional.of(bareSync()) : Optional.empty();
            case APPEND_UNARY ->
                    Optional.of(new Baseline("empty gRPC call", new EmptyCallTarget(channels())));
            case POST, GET, COMMANDS ->
                    Optional.of(
                            new Baseline(
                                    "GET /healthz", http(HttpRequests.get("/healthz", server()))));
            case READ -> Optional.empty();
        };
    }

    @SuppressWarnings("resource") // closed with the target
    private Baseline bareSync() throws IOException {
        Scratch scratch = Scratch.make();
        BareSync sync =
                new BareSync(
                        scratch.directory().resolve("sync"),
                        Payload.json(options.appends().sizeBytes()));
        return new Baseline(
                "one write and sync after the other", new BareSyncTarget(sync, scratch));
    }
}
