package io.stele.security.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.stele.protocol.ProblemKind;
import io.stele.security.Access;
import io.stele.security.Grant;
import io.stele.security.Principal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Verifies the tokens of one issuer. May wait for the network: the issuer's keys are fetched when
/// they are first needed, when they are some minutes old, and when a token names one that is not
/// known (at most so often).
final class Tokens {

    /// What an event's actor can be: letters, marks, digits, punctuation, symbols and blanks.
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]{1,80}");

    private static final int FETCH_MILLIS_MAX = 2_000;
    private static final int FETCH_BYTES_MAX = 256 << 10;

    private final TokenOptions options;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /// @throws UncheckedIOException when the file with the keys cannot be read
    /// @throws IllegalArgumentException when the keys are neither a file nor an `https:` URL
    Tokens(TokenOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        Set<JWSAlgorithm> algorithms =
                TokenOptions.ALGORITHMS.stream()
                        .map(JWSAlgorithm::parse)
                        .collect(Collectors.toSet());
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(algorithms, keys(options.keys())));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWTClaimsSetVerifier(claims());
    }

    private DefaultJWTClaimsVerifier<SecurityContext> claims() {
        DefaultJWTClaimsVerifier<SecurityContext> verifier =
                new DefaultJWTClaimsVerifier<>(
                        Set.of(options.audience()),
                        new JWTClaimsSet.Builder().issuer(options.issuer()).build(),
                        Set.of("exp"),
                        null) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        verifier.setMaxClockSkew(Math.toIntExact(options.clockSkew().toSeconds()));
        return verifier;
    }

    private static JWKSource<SecurityContext> keys(String where) {
        try {
            if (where.startsWith("https://") || isLoopback(where)) {
                return JWKSourceBuilder.create(
                                URI.create(where).toURL(),
                                new DefaultResourceRetriever(
                                        FETCH_MILLIS_MAX, FETCH_MILLIS_MAX, FETCH_BYTES_MAX))
                        .build();
            }
            if (where.startsWith("http:")) {
                throw new IllegalArgumentException(
                        "keys are fetched over https only, not from " + where);
            }
            return new ImmutableJWKSet<>(JWKSet.load(Path.of(where).toFile()));
        } catch (MalformedURLException | ParseException e) {
            throw new IllegalArgumentException("no keys (JWKS) at " + where, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLoopback(String where) {
        return where.startsWith("http://127.0.0.1:") || where.startsWith("http://localhost:");
    }

    /// @throws io.stele.protocol.ProblemException when it is not a good token of this issuer
    Principal verify(String token) {
        JWTClaimsSet claims = claims(token);
        String name = Objects.toString(claims.getClaim(options.nameClaim()), "");
        if (!NAME.matcher(name).matches() || name.startsWith("key:")) {
            throw ProblemKind.UNAUTHENTICATED.exception(
                    "the token has no usable name in its claim " + options.nameClaim());
        }
        Instant end = claims.getExpirationTime().toInstant().plus(options.clockSkew());
        Optional<Access> access = Optional.of(Access.of(grants(claims)));
        return new Principal(
                name,
                Principal.Kind.TOKEN,
                () -> clock.instant().isBefore(end) ? access : Optional.empty());
    }

    /// Why it is not good is said: it is the caller's own, and tells nothing of anybody else.
    private JWTClaimsSet claims(String token) {
        try {
            return processor.process(token, null);
        } catch (ParseException e) {
            throw ProblemKind.UNAUTHENTICATED.exception("the bearer token is neither key nor JWT");
        } catch (BadJOSEException e) {
            throw ProblemKind.UNAUTHENTICATED.exception("the token is refused: " + e.getMessage());
        } catch (JOSEException e) {
            throw ProblemKind.UNAVAILABLE.exception("the issuer's keys cannot be had");
        }
    }

    private List<Grant> grants(JWTClaimsSet claims) {
        List<Grant> grants = new ArrayList<>();
        for (Object value : values(claims)) {
            String text = value.toString();
            if (text.startsWith(options.grantsPrefix())) {
                grant(text.substring(options.grantsPrefix().length())).ifPresent(grants::add);
            }
        }
        return grants;
    }

    private static Optional<Grant> grant(String text) {
        try {
            return Optional.of(Grant.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // meant for somebody else
        }
    }

    private Collection<?> values(JWTClaimsSet claims) {
        @Nullable Object at = claims.getClaims();
        for (String member : options.grantsClaim().split("\\.", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(member) : null;
        }
        return switch (at) {
            case null -> List.of();
            case Collection<?> many -> many;
            case String words -> List.of(words.split(" ", -1));
            default -> List.of();
        };
    }
}
