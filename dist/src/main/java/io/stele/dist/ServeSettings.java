package io.stele.dist;

import io.stele.dist.Logging.LogFormat;
import io.stele.dist.Logging.LogLevel;
import io.stele.dist.configuration.Configuration;
import io.stele.dist.configuration.Setting;
import io.stele.dist.configuration.SettingType;
import io.stele.http.HttpLimits;
import io.stele.http.HttpOptions;
import io.stele.http.HttpTimeouts;
import io.stele.http.TlsOptions;
import io.stele.server.ServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All settings of `stele serve`, in the order in which they are shown. A new one is a constant
/// here, and a line where it is used; flag, variable, help and docs come from it.
final class ServeSettings {

    private static final List<Setting<?>> DECLARED = new ArrayList<>();

    static final Setting<Path> DATA =
            setting("data", SettingType.path("a directory"), "data", "Where the log is kept.");

    static final Setting<String> HOST =
            setting(
                    "host",
                    SettingType.text("a host name or address"),
                    HttpOptions.LOOPBACK,
                    "To listen on; 127.0.0.1 is for this machine only.");

    static final Setting<Integer> PORT =
            setting(
                    "port",
                    SettingType.number(0, 0xffff),
                    Integer.toString(ServerOptions.PORT),
                    "To listen on; 0: any free one.");

    static final Setting<Boolean> INSECURE =
            setting(
                    "insecure",
                    SettingType.onOff(),
                    "false",
                    "Let other machines in, though nobody proves who they are.");

    static final Setting<Optional<Path>> TLS_CERTIFICATE =
            setting(
                    "tls.certificate",
                    SettingType.optional(SettingType.path("a PEM file")),
                    "",
                    "The server's certificate, then those that it rests on; with it TLS is spoken.");

    static final Setting<Optional<Path>> TLS_KEY =
            setting(
                    "tls.key",
                    SettingType.optional(SettingType.path("a PEM file")),
                    "",
                    "The key of that certificate, PKCS #8 and not encrypted.");

    static final Setting<TlsOptions.Clients> TLS_CLIENTS =
            setting(
                    "tls.clients",
                    SettingType.oneOf(TlsOptions.Clients.class),
                    "none",
                    "Whether clients may or must show a certificate.");

    static final Setting<Optional<Path>> TLS_CLIENT_TRUST =
            setting(
                    "tls.client-trust",
                    SettingType.optional(SettingType.path("a PEM file")),
                    "",
                    "The certificates that those of clients may rest on.");

    static final Setting<Duration> DRAIN_DELAY =
            setting(
                    "drain.delay",
                    SettingType.duration("0s", "10m"),
                    "1s",
                    "After SIGTERM, /readyz says 503 for this long before connections are closed; a"
                            + " little more than a load balancer takes to notice.");

    static final Setting<Duration> DRAIN_TIME =
            setting(
                    "drain.time",
                    SettingType.duration("0s", "1h"),
                    "10s",
                    "How long requests at hand may go on after that; then they are ended.");

    static final Setting<LogFormat> LOG_FORMAT =
            setting(
                    "log.format",
                    SettingType.oneOf(LogFormat.class),
                    "text",
                    "How the lines on the error output look: for people, or a JSON object each.");

    static final Setting<LogLevel> LOG_LEVEL =
            setting(
                    "log.level",
                    SettingType.oneOf(LogLevel.class),
                    "info",
                    "From which level on lines are written.");

    static final Setting<Integer> CONNECTIONS =
            setting(
                    "limits.connections",
                    SettingType.number(1, 1_000_000),
                    Integer.toString(HttpLimits.DEFAULT.connectionsMax()),
                    "How many there may be at a time.");

    static final Setting<Integer> CONNECTIONS_PER_ADDRESS =
            setting(
                    "limits.connections-per-address",
                    SettingType.number(1, 1_000_000),
                    Integer.toString(HttpLimits.DEFAULT.connectionsPerAddressMax()),
                    "How many of them may come from one address.");

    static final Setting<Integer> STREAMS =
            setting(
                    "limits.streams",
                    SettingType.number(1, 1_000_000),
                    Integer.toString(HttpLimits.DEFAULT.streamsMax()),
                    "How many streaming answers, subscriptions among them, each protocol sends at a"
                            + " time.");

    static final Setting<Integer> STREAMS_PER_PRINCIPAL =
            setting(
                    "limits.streams-per-principal",
                    SettingType.number(1, 1_000_000),
                    Integer.toString(HttpLimits.DEFAULT.streamsPerPrincipalMax()),
                    "How many of them one principal may have.");

    static final Setting<Integer> REQUESTS_PER_SECOND =
            setting(
                    "limits.requests-per-second",
                    SettingType.number(0, 10_000_000),
                    Integer.toString(HttpLimits.DEFAULT.requestsPerSecondMax()),
                    "How many of one principal are taken by each protocol; 0: any number.");

    static {
        DECLARED.addAll(AuthSettings.ALL);
        DECLARED.add(PublishSettings.PUBLISHERS);
        DECLARED.addAll(ProofsSettings.ALL);
    }

    static final List<Setting<?>> ALL = List.copyOf(DECLARED);

    /// What begins with `STELE_` for other reasons.
    static final Set<String> OTHER_VARIABLES =
            Set.of(
                    "STELE_CONFIG",
                    "STELE_STORE",
                    "STELE_SERVICE",
                    "STELE_JAVA_OPTS",
                    "STELE_NIGHTLY",
                    "STELE_TRUST",
                    "STELE_CLIENT_CERTIFICATE",
                    "STELE_CLIENT_KEY",
                    "STELE_USER",
                    "STELE_PASSWORD_FILE",
                    "STELE_API_KEY",
                    "STELE_API_KEY_FILE",
                    "STELE_TOKEN",
                    "STELE_TOKEN_FILE");

    private ServeSettings() {}

    /// These, and those of the publishers that are named among them.
    static List<Setting<?>> all(Configuration.Sources sources) {
        List<Setting<?>> all = new ArrayList<>(ALL);
        all.addAll(PublishSettings.of(sources));
        return all;
    }

    private static <T> Setting<T> setting(
            String name, SettingType<T> type, String initial, String doc) {
        Setting<T> setting = Setting.of(name, type, initial, doc);
        DECLARED.add(setting);
        return setting;
    }

    static ServerOptions serverOptions(Configuration configuration) {
        HttpOptions http =
                HttpOptions.loopback(configuration.get(PORT))
                        .withHost(configuration.get(HOST))
                        .withTimeouts(HttpTimeouts.DEFAULT.withDrain(configuration.get(DRAIN_TIME)))
                        .withLimits(limits(configuration));
        ServerOptions options =
                ServerOptions.defaults()
                        .withHttp(tls(configuration).map(http::withTls).orElse(http))
                        .withDrainDelay(configuration.get(DRAIN_DELAY))
                        .withPublishers(PublishSettings.publishers(configuration))
                        .withInsecure(configuration.get(INSECURE));
        ServerOptions proving =
                ProofsSettings.proofsOptions(configuration, configuration.get(DATA))
                        .map(options::withProofs)
                        .orElse(options);
        return AuthSettings.securityOptions(configuration)
                .map(proving::withSecurity)
                .orElse(proving);
    }

    private static HttpLimits limits(Configuration configuration) {
        return HttpLimits.DEFAULT
                .withConnections(
                        configuration.get(CONNECTIONS), configuration.get(CONNECTIONS_PER_ADDRESS))
                .withStreams(configuration.get(STREAMS), configuration.get(STREAMS_PER_PRINCIPAL))
                .withRequestsPerSecondMax(configuration.get(REQUESTS_PER_SECOND));
    }

    private static Optional<TlsOptions> tls(Configuration configuration) {
        Optional<Path> certificate = configuration.get(TLS_CERTIFICATE);
        Optional<Path> key = configuration.get(TLS_KEY);
        TlsOptions.Clients clients = configuration.get(TLS_CLIENTS);
        if (certificate.isPresent() != key.isPresent()) {
            throw CommandException.usage("tls.certificate and tls.key are of use only together");
        }
        if (clients != TlsOptions.Clients.NONE && certificate.isEmpty()) {
            throw CommandException.usage(
                    "tls.clients is set, but without tls.certificate there is no TLS");
        }
        return certificate.map(file ->
                new TlsOptions(
                        file, key.orElseThrow(), clients, configuration.get(TLS_CLIENT_TRUST)));
    }
}
