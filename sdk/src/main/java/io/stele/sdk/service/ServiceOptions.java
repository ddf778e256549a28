package io.stele.sdk.service;

import io.stele.http.HttpOptions;
import io.stele.http.TlsOptions;
import io.stele.sdk.view.ViewDatabase;
import io.stele.sdk.view.ViewOptions;
import io.stele.sdk.view.ViewOptions.WhenChanged;
import io.stele.sdk.view.ViewOptions.WhenPoisoned;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the command line of a service says.
///
/// @param store the address of the store; empty: a log in the data directory
/// @param views where views are kept; empty: in a file in the data directory
/// @param viewOptions how they are kept up to date
/// @param drainDelay how long the service goes on answering when it is told to stop
/// @param insecure whether other machines may reach it though nobody proves who they are
public record ServiceOptions(
        HttpOptions http,
        Path data,
        Optional<String> store,
        Optional<ViewDatabase> views,
        ViewOptions viewOptions,
        Duration drainDelay,
        boolean insecure,
        boolean help) {

    private static final String EMBEDDED = "embedded:";
    private static final String PORT = "8420";
    private static final Duration DRAIN_DELAY_MAX = Duration.ofMinutes(10);

    private static final Set<String> WITH_VALUE =
            Set.of(
                    "--host",
                    "--port",
                    "--data",
                    "--store",
                    "--views",
                    "--views-user",
                    "--views-password-file",
                    "--views-changed",
                    "--views-failing",
                    "--tls-certificate",
                    "--tls-key",
                    "--tls-clients",
                    "--tls-client-trust",
                    "--drain-delay");

    private static final Set<String> WITHOUT_VALUE = Set.of("--insecure", "--help", "-h");

    /// @throws IllegalArgumentException when an option is unknown, lacks its value, or has a wrong
    ///     one
    public static ServiceOptions parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String argument = rest.pop();
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && equals > 0) {
                rest.push(argument.substring(equals + 1));
                argument = argument.substring(0, equals);
            }
            if (WITH_VALUE.contains(argument)) {
                given.put(argument, value(argument, rest));
            } else if (WITHOUT_VALUE.contains(argument)) {
                given.put(argument, "");
            } else {
                throw new IllegalArgumentException("unknown option " + argument);
            }
        }
        return of(given);
    }

    private static String value(String option, Deque<String> rest) {
        String value = rest.poll();
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("option " + option + " needs a value");
        }
        return value;
    }

    private static ServiceOptions of(Map<String, String> given) {
        HttpOptions http =
                HttpOptions.loopback(port(given.getOrDefault("--port", PORT)))
                        .withHost(given.getOrDefault("--host", HttpOptions.LOOPBACK));
        return new ServiceOptions(
                tls(given).map(http::withTls).orElse(http),
                Path.of(given.getOrDefault("--data", "data")),
                Optional.ofNullable(given.get("--store")),
                views(given),
                viewOptions(given),
                drainDelay(given.getOrDefault("--drain-delay", "0s")),
                given.containsKey("--insecure"),
                given.containsKey("--help") || given.containsKey("-h"));
    }

    private static Optional<ViewDatabase> views(Map<String, String> given) {
        Optional<String> user = Optional.ofNullable(given.get("--views-user"));
        Optional<Path> file = Optional.ofNullable(given.get("--views-password-file")).map(Path::of);
        Map<String, String> environment = System.getenv();
        Optional<String> url =
                Optional.ofNullable(given.get("--views"))
                        .or(() -> Optional.ofNullable(environment.get("STELE_VIEWS")));
        if (url.isEmpty() && (user.isPresent() || file.isPresent())) {
            throw new IllegalArgumentException(
                    "--views-user and --views-password-file are of use only with --views");
        }
        return url.map(
                text -> new ViewDatabase(text, user, file, Optional.empty()).or(environment));
    }

    private static ViewOptions viewOptions(Map<String, String> given) {
        String changed = given.getOrDefault("--views-changed", "rebuild");
        String failing = given.getOrDefault("--views-failing", "pause");
        return new ViewOptions(
                switch (changed) {
                    case "rebuild" -> WhenChanged.REBUILD;
                    case "keep" -> WhenChanged.KEEP;
                    case "refuse" -> WhenChanged.REFUSE;
                    default ->
                            throw new IllegalArgumentException(
                                    "--views-changed must be rebuild, keep or refuse, but is \""
                                            + changed
                                            + "\"");
                },
                switch (failing) {
                    case "pause" -> WhenPoisoned.PAUSE;
                    case "skip" -> WhenPoisoned.SKIP;
                    default ->
                            throw new IllegalArgumentException(
                                    "--views-failing must be pause or skip, but is \""
                                            + failing
                                            + "\"");
                });
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "--port must be a number from 0 to 65535, but is \"" + text + "\"");
    }

    private static Optional<TlsOptions> tls(Map<String, String> given) {
        Optional<Path> certificate =
                Optional.ofNullable(given.get("--tls-certificate")).map(Path::of);
        Optional<Path> key = Optional.ofNullable(given.get("--tls-key")).map(Path::of);
        Optional<Path> trust = Optional.ofNullable(given.get("--tls-client-trust")).map(Path::of);
        TlsOptions.Clients clients = clients(given.getOrDefault("--tls-clients", "none"));
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    "--tls-certificate and --tls-key are of use only together");
        }
        if (certificate.isEmpty() && (trust.isPresent() || clients != TlsOptions.Clients.NONE)) {
            throw new IllegalArgumentException(
                    "without --tls-certificate there is no TLS, so nothing is asked of clients");
        }
        return certificate.map(file -> new TlsOptions(file, key.orElseThrow(), clients, trust));
    }

    private static TlsOptions.Clients clients(String text) {
        return switch (text) {
            case "none" -> TlsOptions.Clients.NONE;
            case "optional" -> TlsOptions.Clients.OPTIONAL;
            case "required" -> TlsOptions.Clients.REQUIRED;
            default ->
                    throw new IllegalArgumentException(
                            "--tls-clients must be none, optional or required, but is \""
                                    + text
                                    + "\"");
        };
    }

    private static Duration drainDelay(String text) {
        if (text.matches("[0-9]{1,7}(ms|s|m)")) {
            String iso = "PT" + text.toUpperCase(Locale.ROOT);
            Duration delay =
                    text.endsWith("ms")
                            ? Duration.ofMillis(Long.parseLong(text.replace("ms", "")))
                            : Duration.parse(iso);
            if (delay.compareTo(DRAIN_DELAY_MAX) <= 0) {
                return delay;
            }
        }
        throw new IllegalArgumentException(
                "--drain-delay must be a time from 0s to 10m, such as 250ms or 5s, but is \""
                        + text
                        + "\"");
    }

    /// The store named, or the one in the data directory.
    public String storeAddress() {
        return store.orElseGet(() -> EMBEDDED + data);
    }

    /// Where the files of the store are; empty when it has none here.
    public Optional<Path> storeDirectory() {
        String address = storeAddress();
        return address.startsWith(EMBEDDED)
                ? Optional.of(Path.of(address.substring(EMBEDDED.length())))
                : Optional.empty();
    }

    /// Whether the log belongs to this process, which then serves the store's own endpoints too.
    public boolean ownsStore() {
        return !storeAddress().startsWith("stele:") && !storeAddress().startsWith("steles:");
    }

    /// The database of views that was named, or the file in the data directory.
    public ViewDatabase viewDatabase() {
        return views.orElseGet(() -> ViewDatabase.at("jdbc:sqlite:" + data.resolve("views.db")));
    }

    public static String help(String name) {
        return """
        %s: a service on Stele

          --port PORT      port to listen on (default 8420; 0: any free one)
          --host HOST      address to listen on (default 127.0.0.1)
          --data DIR       where log and views are kept (default data)
          --store ADDRESS  another store than the log in the data directory, for example
                           stele://127.0.0.1:8420
          --views URL      another database for views than the file in the data directory:
                           jdbc:postgresql://HOST/DATABASE or jdbc:sqlite:FILE ($STELE_VIEWS)
          --views-user NAME, --views-password-file FILE
                           who the service is there ($STELE_VIEWS_USER,
                           $STELE_VIEWS_PASSWORD_FILE, $STELE_VIEWS_PASSWORD)
          --views-changed rebuild|keep|refuse
                           what to do about a view whose definition has changed: build it again
                           beside the old rows (default), go on with those until told, or not start
          --views-failing pause|skip
                           what to do about an event that a view cannot apply: stop the view
                           before it (default), or note it down and leave it out
          --tls-certificate FILE, --tls-key FILE
                           speak TLS: PEM files, read again when they change
          --tls-clients none|optional|required, --tls-client-trust FILE
                           whether clients show certificates, and which are trusted
          --drain-delay T  how long to go on answering when told to stop, while /readyz says so
                           (default 0s)
          --insecure       let other machines in, though nobody proves who they are
          --help           this text
        """
                .formatted(name);
    }
}
