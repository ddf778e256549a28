package io.stele.security.account;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// Which part of a client's certificate names its user.
public enum CertificateName {

    /// None of it: a certificate lets a client connect, and does not say who it is.
    NONE,

    /// The common name of its subject.
    CN,

    /// Its alternative name that is a DNS name.
    DNS,

    /// Its alternative name that is an e-mail address.
    EMAIL;

    /// `GeneralName` of RFC 5280.
    private static final int RFC822_NAME = 1;

    private static final int DNS_NAME = 2;

    /// @return empty when the certificate has no such part, or several, of which none is meant more
    ///     than another
    Optional<String> in(X509Certificate certificate) {
        List<String> names =
                switch (this) {
                    case NONE -> List.of();
                    case CN -> commonNames(certificate);
                    case DNS -> alternativeNames(certificate, DNS_NAME);
                    case EMAIL -> alternativeNames(certificate, RFC822_NAME);
                };
        return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
    }

    private static List<String> commonNames(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream().flatMap(CertificateName::commonNames).toList();
        } catch (InvalidNameException e) {
            return List.of();
        }
    }

    private static Stream<String> commonNames(Rdn part) {
        return part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name
                ? Stream.of(name)
                : Stream.empty();
    }

    private static List<String> alternativeNames(X509Certificate certificate, int kind) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.get(0).equals(kind))
                            .map(name -> (String) name.get(1))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
