package io.stele.client;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What environment and address say of TLS and credentials, over what the program says. Secrets
/// themselves may stand in the environment, but not in an address, which others can see.
final class ClientSettings {

    private static final String TRUST = "trust";
    private static final String CERTIFICATE = "certificate";
    private static final String KEY = "key";
    private static final String USER = "user";
    private static final String PASSWORD_FILE = "password-file";
    private static final String API_KEY_FILE = "api-key-file";
    private static final String TOKEN_FILE = "token-file";

    /// The parameters of an address, and the variables that mean the same.
    private static final Map<String, String> VARIABLES =
            new TreeMap<>(
                    Map.of(
                            TRUST, "STELE_TRUST",
                            CERTIFICATE, "STELE_CLIENT_CERTIFICATE",
                            KEY, "STELE_CLIENT_KEY",
                            USER, "STELE_USER",
                            PASSWORD_FILE, "STELE_PASSWORD_FILE",
                            API_KEY_FILE, "STELE_API_KEY_FILE",
                            TOKEN_FILE, "STELE_TOKEN_FILE"));

    private static final String API_KEY_VARIABLE = "STELE_API_KEY";
    private static final String TOKEN_VARIABLE = "STELE_TOKEN";

    private ClientSettings() {}

    /// @throws IllegalArgumentException when what is said does not fit together
    static ClientOptions fromEnvironment(ClientOptions options, Map<String, String> environment) {
        Map<String, String> settings = new TreeMap<>();
        VARIABLES.forEach((name, variable) -> {
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                settings.put(name, value);
            }
        });
        ClientOptions files = apply(options, settings);
        Optional<Credentials> said =
                value(environment, API_KEY_VARIABLE)
                        .map(Credentials::apiKey)
                        .or(() -> value(environment, TOKEN_VARIABLE).map(Credentials::token));
        return said.map(files::withCredentials).orElse(files);
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /// @param settings the parameters of an address
    /// @throws IllegalArgumentException when one is unknown, or they do not fit together
    static ClientOptions apply(ClientOptions options, Map<String, String> settings) {
        TreeSet<String> unknown = new TreeSet<>(settings.keySet());
        unknown.removeAll(VARIABLES.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "the address of a store has no parameter %s; known: %s"
                            .formatted(unknown.first(), String.join(", ", VARIABLES.keySet())));
        }
        ClientTls tls = options.tls();
        tls =
                new ClientTls(
                        path(settings.get(TRUST)).or(tls::trust),
                        path(settings.get(CERTIFICATE)).or(tls::certificate),
                        path(settings.get(KEY)).or(tls::key));
        return options.withTls(tls)
                .withCredentials(credentials(settings).orElse(options.credentials()));
    }

    private static Optional<Path> path(@Nullable String file) {
        return Optional.ofNullable(file).map(Path::of);
    }

    private static Optional<Credentials> credentials(Map<String, String> settings) {
        String user = settings.get(USER);
        Optional<Path> password = path(settings.get(PASSWORD_FILE));
        if ((user == null) != password.isEmpty()) {
            throw new IllegalArgumentException(
                    "a user and the file with the password are of use only together");
        }
        Optional<Path> token =
                path(settings.get(API_KEY_FILE)).or(() -> path(settings.get(TOKEN_FILE)));
        return user == null
                ? token.map(Credentials::tokenFile)
                : password.map(file -> Credentials.passwordFile(user, file));
    }

    /// Credentials go over the network only where nobody can read along.
    ///
    /// @throws IllegalArgumentException when they would be seen
    static void checkSecrecy(ClientOptions options, StoreAddress address) {
        if (options.credentials().isNone() || address.tls()) {
            return;
        }
        for (ServerAddress server : address.servers()) {
            if (!server.isLoopback()) {
                throw new IllegalArgumentException(
                        "%s would go to %s without TLS, for everyone on the way to read; use %s"
                                .formatted(
                                        options.credentials(),
                                        server,
                                        StoreAddress.SECURE_SCHEME + "//" + server));
            }
        }
    }
}
