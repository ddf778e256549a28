package io.stele.sdk.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where views are kept, and as whom.
///
/// @param url a JDBC URL such as `jdbc:sqlite:data/views.db` or `jdbc:postgresql://host/database`; it
///     may hold a user and a password, and is not shown then: see [#toString()]
/// @param user empty: as the URL says
/// @param passwordFile whose first line is the password; read each time it is needed, so that it
///     may change
/// @param password empty: as the file, the URL or the driver's own settings say
public record ViewDatabase(
        String url, Optional<String> user, Optional<Path> passwordFile, Optional<String> password) {

    private static final Pattern AUTHORITY = Pattern.compile("//[^/@]*@");

    public ViewDatabase {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(passwordFile, "passwordFile");
        Objects.requireNonNull(password, "password");
        if (!url.startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                    "the database of views must be a JDBC URL such as"
                            + " jdbc:postgresql://127.0.0.1/orders or jdbc:sqlite:data/views.db, but"
                            + " is \""
                            + shown(url)
                            + "\"");
        }
    }

    /// A database that needs no more than its URL.
    public static ViewDatabase at(String url) {
        return new ViewDatabase(url, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// The same with what the environment says where nothing else did: `STELE_VIEWS_USER`,
    /// `STELE_VIEWS_PASSWORD_FILE` and `STELE_VIEWS_PASSWORD`.
    public ViewDatabase or(Map<String, String> environment) {
        return new ViewDatabase(
                url,
                user.or(() -> Optional.ofNullable(environment.get("STELE_VIEWS_USER"))),
                passwordFile.or(() ->
                        Optional.ofNullable(environment.get("STELE_VIEWS_PASSWORD_FILE"))
                                .map(Path::of)),
                password.or(() -> Optional.ofNullable(environment.get("STELE_VIEWS_PASSWORD"))));
    }

    /// The password, from the file where there is one.
    ///
    /// @throws UncheckedIOException when the file cannot be read
    public Optional<String> secret() {
        return passwordFile.map(ViewDatabase::firstLine).or(() -> password);
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the password of the database of views cannot be read from " + file, e);
        }
    }

    /// The URL without what may be secret in it, for people and logs.
    @Override
    public String toString() {
        return shown(url);
    }

    private static String shown(String url) {
        int parameters = url.indexOf('?');
        String plain = parameters < 0 ? url : url.substring(0, parameters);
        return AUTHORITY.matcher(plain).replaceFirst("//");
    }
}
