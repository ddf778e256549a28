package io.stele.server;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.stele.security.account.TokenOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/// An identity provider with one key.
public final class Issuer {

    private static final String ISSUER = "https://issuer.example";
    private static final String AUDIENCE = "stele";

    private final RSAKey key;

    public Issuer() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
    }

    public TokenOptions options(Path directory) throws Exception {
        Path file = directory.resolve("keys.json");
        Files.writeString(file, new JWKSet(key.toPublicJWK()).toString());
        return TokenOptions.of(ISSUER, AUDIENCE, file.toString());
    }

    public String token(String name, String... roles) throws Exception {
        return signed(claims(name, roles).build());
    }

    public String expired(String name) throws Exception {
        Date past = Date.from(Instant.now().minusSeconds(120));
        return signed(claims(name, "stele:admin").expirationTime(past).build());
    }

    public String endless(String name) throws Exception {
        return signed(claims(name, "stele:admin").expirationTime(null).build());
    }

    public String forOthers(String name) throws Exception {
        return signed(claims(name, "stele:admin").audience("others").build());
    }

    public String ofOtherIssuer(String name) throws Exception {
        return signed(claims(name, "stele:admin").issuer("https://other.example").build());
    }

    public String unsigned(String name) {
        return new PlainJWT(claims(name, "stele:admin").build()).serialize();
    }

    private static JWTClaimsSet.Builder claims(String name, String... roles) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(name)
                .claim("roles", List.of(roles))
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private String signed(JWTClaimsSet claims) throws Exception {
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                        claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }
}
