package io.stele.security.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.stele.memory.InMemoryEventStore;
import io.stele.model.RejectedException;
import io.stele.security.Attempt;
import io.stele.security.Grant;
import io.stele.security.Principal;
import io.stele.security.Role;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CertificateNameTest {

    private static X509Certificate certificate(CertificateBuilder builder) throws Exception {
        return builder.setIsCertificateAuthority(true).buildSelfSigned().getCertificate();
    }

    @Test
    void itIsThePartThatWasChosen() throws Exception {
        X509Certificate certificate =
                certificate(
                        new CertificateBuilder()
                                .subject("CN=orders,O=Example")
                                .addSanDnsName("orders.example")
                                .addSanRfc822Name("orders@example.org"));
        assertThat(CertificateName.NONE.in(certificate)).isEmpty();
        assertThat(CertificateName.CN.in(certificate)).contains("orders");
        assertThat(CertificateName.DNS.in(certificate)).contains("orders.example");
        assertThat(CertificateName.EMAIL.in(certificate)).contains("orders@example.org");
    }

    @Test
    void whatIsNotThereOrThereTwiceNamesNobody() throws Exception {
        X509Certificate none = certificate(new CertificateBuilder().subject("O=Example"));
        assertThat(CertificateName.CN.in(none)).isEmpty();
        assertThat(CertificateName.DNS.in(none)).isEmpty();
        X509Certificate two =
                certificate(
                        new CertificateBuilder()
                                .subject("CN=a,CN=b")
                                .addSanDnsName("a.example")
                                .addSanDnsName("b.example"));
        assertThat(CertificateName.CN.in(two)).isEmpty();
        assertThat(CertificateName.DNS.in(two)).isEmpty();
    }

    @Test
    void aPrincipalCountsUntilItsCertificateEndsOrItsUserIsDisabled() throws Exception {
        Instant start = Instant.parse("2027-01-01T00:00:00Z");
        AtomicReference<Instant> now = new AtomicReference<>(start);
        InstantSource time = now::get;
        Clock clock = time.withZone(ZoneOffset.UTC);
        X509Certificate certificate =
                certificate(
                        new CertificateBuilder()
                                .subject("CN=orders")
                                .notBefore(start)
                                .notAfter(start.plus(Duration.ofHours(1))));
        try (InMemoryEventStore store = new InMemoryEventStore();
                Accounts accounts = Accounts.of(store)) {
            AccountAdmin admin = new AccountAdmin(accounts, new SecureRandom());
            admin.addUserWithoutPassword("test", "orders", Set.of(new Grant.OfRole(Role.READER)));
            AccountOptions options = AccountOptions.DEFAULT.withCertificates(CertificateName.CN);
            AccountAuthenticator authenticator =
                    new AccountAuthenticator(accounts, options, clock, new SecureRandom());
            Principal principal =
                    authenticator
                            .authenticate(
                                    new Attempt(
                                            List.of(), List.of(certificate), "", Optional.empty()))
                            .join();
            assertThat(principal.name()).isEqualTo("orders");
            assertThat(principal.access().grants()).containsExactly("reader");

            admin.setEnabled("test", "orders", false);
            assertThatThrownBy(principal::access).isInstanceOf(RejectedException.class);
            admin.setEnabled("test", "orders", true);
            assertThat(principal.access().grants()).containsExactly("reader");

            now.set(start.plus(Duration.ofHours(1)));
            assertThatThrownBy(principal::access).isInstanceOf(RejectedException.class);
        }
    }
}
