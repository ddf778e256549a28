package io.stele.server;

import io.netty.pkitesting.X509Bundle;
import io.stele.model.EventStore;
import io.stele.security.Access;
import io.stele.security.Grant;
import io.stele.security.account.AccountAdmin;
import io.stele.security.account.Accounts;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Everybody who could ask: with good credentials and all kinds of bad ones.
public final class Cast {

    public static final String PASSWORD = "correct horse battery";

    /// @param authorization empty: none is sent
    /// @param certificate empty: none is shown
    /// @param access empty: they are not to be let in
    @SuppressWarnings("exports") // tests export nothing
    public record Member(
            String who,
            String authorization,
            Optional<X509Bundle> certificate,
            Optional<Access> access) {
        @Override
        public String toString() {
            return who;
        }
    }

    private final AccountAdmin admin;
    private final List<Member> members = new ArrayList<>();

    private Cast(AccountAdmin admin) {
        this.admin = admin;
    }

    /// Adds them to the store.
    ///
    /// @param authority whose certificates name users by their common name
    public static List<Member> in(EventStore store, Issuer issuer, Authority authority)
            throws Exception {
        try (Accounts accounts = Accounts.of(store)) {
            Cast cast = new Cast(new AccountAdmin(accounts, new SecureRandom()));
            cast.strangers(issuer);
            cast.known(issuer);
            cast.withCertificates(authority);
            return cast.members;
        }
    }

    private void strangers(Issuer issuer) throws Exception {
        stranger("nobody", "");
        stranger("no scheme", "admin");
        stranger("unknown scheme", "Digest abc");
        stranger("not Base64", "Basic ***");
        stranger("unknown user", basic("mallory", PASSWORD));
        admin.addUser("test", "root", PASSWORD.toCharArray(), grants("admin"));
        stranger("wrong password", basic("root", "wrong password 1"));
        admin.addUser("test", "gone", PASSWORD.toCharArray(), grants("admin"));
        admin.deleteUser("test", "gone");
        stranger("deleted user", basic("gone", PASSWORD));
        admin.addUser("test", "idle", PASSWORD.toCharArray(), grants("admin"));
        admin.setEnabled("test", "idle", false);
        stranger("disabled user", basic("idle", PASSWORD));
        String key = key("broken", Optional.empty(), "admin");
        stranger(
                "a key with another secret",
                "Bearer " + key.substring(0, key.length() - 4) + "AAAA");
        stranger("unknown key", "Bearer stele_0123456789abcdef_" + "A".repeat(43));
        stranger(
                "expired key",
                "Bearer " + key("old", Optional.of(Instant.now().minusSeconds(1)), "admin"));
        var revoked = admin.createKey("test", "lost", grants("admin"), Optional.empty());
        admin.revokeKey("test", revoked.id());
        stranger("revoked key", "Bearer " + revoked.text());
        stranger("no token", "Bearer abc");
        stranger("expired token", "Bearer " + issuer.expired("tina"));
        stranger("token with more in it", "Bearer " + issuer.token("tina", "stele:admin") + "!");
        stranger("token without end", "Bearer " + issuer.endless("tina"));
        stranger("token for others", "Bearer " + issuer.forOthers("tina"));
        stranger("token of another issuer", "Bearer " + issuer.ofOtherIssuer("tina"));
        stranger("unsigned token", "Bearer " + issuer.unsigned("tina"));
        stranger("token of an unknown key", "Bearer " + new Issuer().token("tina", "stele:admin"));
    }

    private void known(Issuer issuer) throws Exception {
        user("reader", "reader");
        user("writer", "writer");
        user("operator", "operator");
        user("admin", "admin");
        user("nothing");
        user("reader-of-accounts", "read:account-*");
        user("reader-of-this-account", "read:account-1");
        user("reader-of-another-account", "read:account-10");
        user("reader-of-orders", "read:order-*");
        user("appender-to-accounts", "append:account-*");
        user("appender-to-orders", "append:order-*");
        user("admin-of-accounts", "admin:account-*");
        user("consumer-of-accounts", "consume:account-*");
        user("consumer-of-orders", "consume:order-*");
        user("reads-here-appends-there", "read:account-*", "append:order-*");
        add("a key for reading", "Bearer " + key("r", Optional.empty(), "reader"), "reader");
        add(
                "a key for a while",
                "Bearer " + key("w", Optional.of(Instant.now().plusSeconds(600)), "writer"),
                "writer");
        add("a token", "Bearer " + issuer.token("tina", "stele:writer", "admin"), "writer");
        add(
                "a token for accounts",
                "Bearer " + issuer.token("tom", "stele:read:account-*"),
                "read:account-*");
        add("a token without roles", "Bearer " + issuer.token("tim"));
    }

    /// Who sends something as well is who that says.
    private void withCertificates(Authority authority) throws Exception {
        for (String name : List.of("mallory", "gone", "idle", "key:r", "root,CN=reader")) {
            shows(authority.issue("CN=" + name), "certificate of " + name, "", Optional.empty());
        }
        X509Bundle root = authority.issue("CN=root");
        shows(
                root,
                "certificate and wrong password",
                basic("root", "wrong password 2"),
                Optional.empty());
        shows(root, "certificate of root", "", access("admin"));
        shows(
                root,
                "certificate of root, key",
                "Bearer " + key("b", Optional.empty(), "reader"),
                access("reader"));
        admin.addUserWithoutPassword("test", "orders.example", grants("append:account-*"));
        stranger("a user without a password", basic("orders.example", PASSWORD));
        X509Bundle orders = authority.issue("CN=orders.example,O=Example");
        shows(orders, "certificate of orders.example", "", access("append:account-*"));
    }

    private void shows(
            X509Bundle certificate, String who, String authorization, Optional<Access> access) {
        members.add(new Member(who, authorization, Optional.of(certificate), access));
    }

    private static Optional<Access> access(String... grants) {
        return Optional.of(Access.of(grants(grants)));
    }

    private void stranger(String who, String authorization) {
        members.add(new Member(who, authorization, Optional.empty(), Optional.empty()));
    }

    private void user(String name, String... grants) {
        admin.addUser("test", name, PASSWORD.toCharArray(), grants(grants));
        add(name, basic(name, PASSWORD), grants);
    }

    private void add(String who, String authorization, String... grants) {
        members.add(new Member(who, authorization, Optional.empty(), access(grants)));
    }

    private String key(String name, Optional<Instant> expiresAt, String grant) {
        return admin.createKey("test", name, grants(grant), expiresAt).text();
    }

    public static String basic(String name, String password) {
        byte[] text = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(text);
    }

    public static Set<Grant> grants(String... grants) {
        return Arrays.stream(grants).map(Grant::of).collect(Collectors.toSet());
    }
}
