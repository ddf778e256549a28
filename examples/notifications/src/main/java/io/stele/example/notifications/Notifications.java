package io.stele.example.notifications;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stele.groups.ConsumerGroups;
import io.stele.groups.GroupConsumer;
import io.stele.groups.GroupName;
import io.stele.groups.GroupOptions;
import io.stele.model.Checkpoint;
import io.stele.model.EventFilter;
import io.stele.model.EventStore;
import io.stele.model.UnavailableException;
import io.stele.sdk.EventCodec;
import io.stele.sdk.UnknownEvents;
import io.stele.sql.inbox.TransactionalHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/// Writes letters to the bank's customers. Each event leads to one letter, however often the
/// service, the bank or the store are killed: that an event was taken is in the transaction that
/// writes its letter.
///
/// `GET /letters/{account}` shows them, one a line.
public final class Notifications implements AutoCloseable {

    private static final GroupName GROUP = GroupName.of("notifications");
    private static final EventCodec<BankEvent> EVENTS = EventCodec.of(BankEvent.class);
    private static final int CONCURRENCY = 4;

    private final EventStore store;
    private final ConsumerGroups groups;
    private final GroupConsumer consumer;
    private final HttpServer http;

    private Notifications(EventStore store, Letters letters, int port)
            throws IOException, SQLException {
        this.store = store;
        this.groups = ConsumerGroups.of(store);
        this.http = serve(letters, port);
        createGroup();
        this.consumer =
                GroupConsumer.start(
                        groups,
                        GROUP,
                        CONCURRENCY,
                        TransactionalHandler.of(
                                "notifications",
                                letters::open,
                                (connection, event) -> {
                                    var known = EVENTS.decode(event, UnknownEvents.SKIP);
                                    if (known.isPresent()) {
                                        String account = event.stream().id();
                                        Letters.write(connection, account, known.get());
                                    }
                                }));
    }

    /// Waits for the bank, if it has to.
    private void createGroup() {
        GroupOptions options = GroupOptions.DEFAULT.withFilter(EventFilter.category("account"));
        while (true) {
            try {
                groups.create(GROUP, options, Checkpoint.START);
                return;
            } catch (UnavailableException e) {
                System.err.println("notifications waits for the store: " + e.getMessage());
            }
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static HttpServer serve(Letters letters, int port) throws IOException {
        HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/letters/", exchange -> answer(exchange, letters));
        http.start();
        return http;
    }

    private static void answer(HttpExchange exchange, Letters letters) throws IOException {
        try (exchange) {
            String account = exchange.getRequestURI().getPath().substring("/letters/".length());
            List<String> about = letters.about(account);
            byte[] body = String.join("\n", about).concat("\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /// Starts it.
    ///
    /// @param store the address of the bank's store, such as `stele://127.0.0.1:8420`
    /// @param data where it keeps its own database
    /// @param port to listen on, 0 for any free one
    public static Notifications start(String store, Path data, int port)
            throws IOException, SQLException {
        Files.createDirectories(data);
        Letters letters = new Letters(data.resolve("notifications.db").toString());
        return new Notifications(EventStore.open(store), letters, port);
    }

    /// Where it listens.
    public int port() {
        return http.getAddress().getPort();
    }

    public static void main(String... args) throws Exception {
        Map<String, String> options = options(args);
        Notifications service =
                start(
                        options.getOrDefault("--store", "stele://127.0.0.1:8420"),
                        Path.of(options.getOrDefault("--data", "notifications-data")),
                        Integer.parseInt(options.getOrDefault("--port", "8430")));
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        System.out.println("notifications is ready at http://127.0.0.1:" + service.port());
        service.consumer.awaitEnd();
    }

    private static Map<String, String> options(String... args) {
        Map<String, String> options = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "expected --store=ADDRESS, --data=DIR or --port=PORT, but got " + arg);
            }
            options.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
        return options;
    }

    @Override
    public void close() {
        consumer.close();
        http.stop(0);
        groups.close();
        store.close();
    }
}
