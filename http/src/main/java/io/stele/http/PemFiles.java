package io.stele.http;

import io.stele.model.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of [TlsOptions] as they were read together.
record PemFiles(Bytes certificate, Bytes key, Optional<Bytes> clientTrust) {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
    private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN (.* PRIVATE KEY)-----");

    /// @throws IllegalArgumentException when one cannot be read
    static PemFiles read(TlsOptions options) {
        return new PemFiles(
                read(options.certificate()),
                read(options.key()),
                options.clientTrust().map(PemFiles::read));
    }

    private static Bytes read(Path file) {
        try {
            return Bytes.wrap(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file " + file, e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// @param file for people
    /// @return one or more
    /// @throws IllegalArgumentException when there is none
    static X509Certificate[] certificates(Bytes pem, Path file) {
        try {
            X509Certificate[] found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem.toByteArray()))
                            .toArray(X509Certificate[]::new);
            if (found.length > 0) {
                return found;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "%s has no certificates in PEM form: %s".formatted(file, e.getMessage()), e);
        }
        throw new IllegalArgumentException(file + " has no certificate in PEM form");
    }

    /// The private key that belongs to `certificate`.
    ///
    /// @param file for people
    /// @throws IllegalArgumentException when there is none, or another
    static PrivateKey key(Bytes pem, Path file, X509Certificate certificate) {
        PublicKey other = certificate.getPublicKey();
        try {
            PrivateKey key =
                    KeyFactory.getInstance(other.getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(keyBytes(pem, file)));
            if (fit(key, other)) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the key in %s does not belong to the certificate, which has one for %s"
                            .formatted(file, other.getAlgorithm()),
                    e);
        }
        throw new IllegalArgumentException(
                "the key in " + file + " does not belong to the certificate");
    }

    private static byte[] keyBytes(Bytes pem, Path file) {
        String text = new String(pem.toByteArray(), StandardCharsets.ISO_8859_1);
        Matcher key = KEY.matcher(text);
        if (key.find()) {
            try {
                return Base64.getMimeDecoder().decode(key.group(1));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("the key in " + file + " is not Base64", e);
            }
        }
        Matcher otherKey = OTHER_KEY.matcher(text);
        throw new IllegalArgumentException(
                otherKey.find()
                        ? "%s has a key as %s; wanted is PRIVATE KEY (openssl pkcs8 -topk8 -nocrypt -in %s)"
                                .formatted(file, otherKey.group(1), file)
                        : file + " has no private key in PEM form");
    }

    private static boolean fit(PrivateKey key, PublicKey other) throws GeneralSecurityException {
        String algorithm =
                switch (other.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> other.getAlgorithm(); // Ed25519 and its like are both
                };
        byte[] text = "one pair".getBytes(StandardCharsets.US_ASCII);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(text);
        byte[] signature = signing.sign();
        signing.initVerify(other);
        signing.update(text);
        return signing.verify(signature);
    }
}
