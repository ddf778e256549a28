package io.stele.dist;

import io.stele.dist.configuration.Configuration;
import io.stele.dist.configuration.Setting;
import io.stele.dist.configuration.SettingType;
import io.stele.http.TlsOptions;
import io.stele.security.account.AccountOptions;
import io.stele.security.account.CertificateName;
import io.stele.security.account.TokenOptions;
import io.stele.server.SecurityOptions;
import io.stele.server.SecurityOptions.FirstAdmin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Settings of authentication.
final class AuthSettings {

    static final Setting<Boolean> AUTH =
            Setting.of(
                    "auth",
                    SettingType.onOff(),
                    "false",
                    "Let in only who proves who they are: users, keys and tokens; see"
                            + " docs/security.md.");

    static final Setting<Optional<String>> FIRST_ADMIN =
            optional(
                    "auth.first-admin",
                    SettingType.text("a name"),
                    "Who is added as admin when there is no user yet.");

    static final Setting<Optional<Path>> FIRST_ADMIN_PASSWORD_FILE =
            optional(
                    "auth.first-admin-password-file",
                    SettingType.path("a file"),
                    "Whose first line is the first admin's password; read when there is no user"
                            + " yet.");

    static final Setting<CertificateName> CERTIFICATE_NAME =
            Setting.of(
                    "auth.certificate-name",
                    SettingType.oneOf(CertificateName.class),
                    "none",
                    "Which part of a client's certificate is the name of its user, who then needs no"
                            + " password; takes tls.clients.");

    static final Setting<Optional<String>> TOKEN_ISSUER =
            optional(
                    "auth.token.issuer",
                    SettingType.text("a URL"),
                    "Whose tokens (JWT) are taken; `iss` has to be this.");

    static final Setting<Optional<String>> TOKEN_AUDIENCE =
            optional(
                    "auth.token.audience",
                    SettingType.text("a name"),
                    "Whom tokens have to be for; `aud` has to have this.");

    static final Setting<Optional<String>> TOKEN_KEYS =
            optional(
                    "auth.token.keys",
                    SettingType.text("an https URL or a file"),
                    "Where the issuer's public keys are (JWKS).");

    static final Setting<String> TOKEN_NAME_CLAIM =
            Setting.of(
                    "auth.token.name-claim",
                    SettingType.text("the name of a claim"),
                    "sub",
                    "Which claim is the name of who sends a token.");

    static final Setting<String> TOKEN_GRANTS_CLAIM =
            Setting.of(
                    "auth.token.grants-claim",
                    SettingType.text("the name of a claim, with dots for a member of a member"),
                    "roles",
                    "Which claim says what they may do.");

    static final Setting<String> TOKEN_GRANTS_PREFIX =
            Setting.of(
                    "auth.token.grants-prefix",
                    SettingType.text("a text"),
                    "stele:",
                    "What its values for Stele begin with, as in stele:reader; others are left"
                            + " alone.");

    static final Setting<Duration> TOKEN_CLOCK_SKEW =
            Setting.of(
                    "auth.token.clock-skew",
                    SettingType.duration("0s", "5m"),
                    "30s",
                    "How far the issuer's clock may be off.");

    static final List<Setting<?>> ALL =
            List.of(
                    AUTH,
                    FIRST_ADMIN,
                    FIRST_ADMIN_PASSWORD_FILE,
                    CERTIFICATE_NAME,
                    TOKEN_ISSUER,
                    TOKEN_AUDIENCE,
                    TOKEN_KEYS,
                    TOKEN_NAME_CLAIM,
                    TOKEN_GRANTS_CLAIM,
                    TOKEN_GRANTS_PREFIX,
                    TOKEN_CLOCK_SKEW);

    private AuthSettings() {}

    private static <T> Setting<Optional<T>> optional(String name, SettingType<T> type, String doc) {
        return Setting.of(name, SettingType.optional(type), "", doc);
    }

    /// Empty when authentication is off.
    static Optional<SecurityOptions> securityOptions(Configuration configuration) {
        return configuration.get(AUTH)
                ? Optional.of(
                        new SecurityOptions(firstAdmin(configuration), accounts(configuration)))
                : Optional.empty();
    }

    private static AccountOptions accounts(Configuration configuration) {
        CertificateName certificates = configuration.get(CERTIFICATE_NAME);
        if (certificates != CertificateName.NONE
                && configuration.get(ServeSettings.TLS_CLIENTS) == TlsOptions.Clients.NONE) {
            throw new IllegalArgumentException(
                    "%s is set, but %s is none, so nobody shows a certificate"
                            .formatted(CERTIFICATE_NAME.name(), ServeSettings.TLS_CLIENTS.name()));
        }
        return new AccountOptions(tokens(configuration), certificates);
    }

    private static Optional<FirstAdmin> firstAdmin(Configuration configuration) {
        Optional<String> name = configuration.get(FIRST_ADMIN);
        Optional<Path> file = configuration.get(FIRST_ADMIN_PASSWORD_FILE);
        if (name.isPresent() != file.isPresent()) {
            throw new IllegalArgumentException(
                    "%s and %s belong together"
                            .formatted(FIRST_ADMIN.name(), FIRST_ADMIN_PASSWORD_FILE.name()));
        }
        return name.map(admin -> new FirstAdmin(admin, () -> password(file.orElseThrow())));
    }

    private static String password(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<TokenOptions> tokens(Configuration configuration) {
        Optional<String> issuer = configuration.get(TOKEN_ISSUER);
        Optional<String> audience = configuration.get(TOKEN_AUDIENCE);
        Optional<String> keys = configuration.get(TOKEN_KEYS);
        if (issuer.isPresent() != audience.isPresent() || issuer.isPresent() != keys.isPresent()) {
            throw new IllegalArgumentException(
                    "%s, %s and %s belong together"
                            .formatted(
                                    TOKEN_ISSUER.name(), TOKEN_AUDIENCE.name(), TOKEN_KEYS.name()));
        }
        return issuer.map(url ->
                new TokenOptions(
                        url,
                        audience.orElseThrow(),
                        keys.orElseThrow(),
                        configuration.get(TOKEN_NAME_CLAIM),
                        configuration.get(TOKEN_GRANTS_CLAIM),
                        configuration.get(TOKEN_GRANTS_PREFIX),
                        configuration.get(TOKEN_CLOCK_SKEW)));
    }
}
