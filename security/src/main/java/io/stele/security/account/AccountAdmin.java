package io.stele.security.account;

import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.Expectation;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.TimeOrderedIds;
import io.stele.protocol.ProblemException;
import io.stele.protocol.ProblemKind;
import io.stele.protocol.Problems;
import io.stele.security.Grant;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Changes users and keys. Each change is one event, with who made it as its actor, and counts when
/// the method returns. Whether they may is not asked here.
public final class AccountAdmin {

    static final int NAME_CHARS_MAX = 100;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");
    private static final int PASSWORD_CHARS_MIN = 12;
    private static final int PASSWORD_CHARS_MAX = 500;

    /// A key with its secret, which is known at this moment only.
    ///
    /// @param text what its owner sends
    public record CreatedKey(String id, String text) {
        @Override
        public String toString() {
            return "key " + id;
        }
    }

    private final Accounts accounts;
    private final SecureRandom random;

    public AccountAdmin(Accounts accounts, SecureRandom random) {
        this.accounts = accounts;
        this.random = random;
    }

    /// @throws ProblemException when there is such a user, or the name or password will not do
    public void addUser(String by, String name, char[] password, Set<Grant> grants) {
        checkName("name", name);
        add(by, name, hash(password), grants);
    }

    /// Who gets in by a certificate alone.
    ///
    /// @throws ProblemException when there is such a user, or the name will not do
    public void addUserWithoutPassword(String by, String name, Set<Grant> grants) {
        checkName("name", name);
        add(by, name, PasswordHash.OF_NOBODY, grants);
    }

    private void add(String by, String name, String hash, Set<Grant> grants) {
        Optional<User> before = accounts.find(name);
        if (before.filter(User::exists).isPresent()) {
            throw ProblemKind.ACCOUNT_EXISTS.exception("there is a user " + name + " already");
        }
        Expectation expected =
                before.map(user -> Expectation.revision(user.revision().value()))
                        .orElse(Expectation.NONE);
        append(by, AccountEvents.userStream(name), expected, AccountEvents.userAdded(hash, grants));
    }

    public void changePassword(String by, String name, char[] password) {
        change(by, name, AccountEvents.passwordChanged(hash(password)));
    }

    public void grant(String by, String name, Set<Grant> grants) {
        change(by, name, AccountEvents.granting(AccountEvents.USER_GRANTED, grants));
    }

    public void revoke(String by, String name, Set<Grant> grants) {
        change(by, name, AccountEvents.granting(AccountEvents.USER_REVOKED, grants));
    }

    public void setEnabled(String by, String name, boolean enabled) {
        change(
                by,
                name,
                AccountEvents.plain(
                        enabled ? AccountEvents.USER_ENABLED : AccountEvents.USER_DISABLED));
    }

    public void deleteUser(String by, String name) {
        change(by, name, AccountEvents.plain(AccountEvents.USER_DELETED));
    }

    private void change(String by, String name, NewEvent event) {
        User user =
                accounts.user(name)
                        .orElseThrow(() ->
                                ProblemKind.ACCOUNT_NOT_FOUND.exception(
                                        "there is no user " + name));
        Expectation expected = Expectation.revision(user.revision().value());
        append(by, AccountEvents.userStream(name), expected, event);
    }

    /// Whether there is a user, or was one.
    public boolean hasHadUsers() {
        return accounts.hasHadUsers();
    }

    public List<User> users() {
        return accounts.users();
    }

    public List<ApiKey> keys() {
        return accounts.keys();
    }

    /// @param name for people; several keys may have the same, for changing from one to the next
    public CreatedKey createKey(
            String by, String name, Set<Grant> grants, Optional<Instant> expiresAt) {
        checkName("name", name);
        KeyText key = KeyText.random(random);
        append(
                by,
                AccountEvents.keyStream(key.id()),
                Expectation.NONE,
                AccountEvents.keyCreated(name, key.secretHash(), grants, expiresAt));
        return new CreatedKey(key.id(), key.text());
    }

    /// Of no effect when it is revoked already.
    public void revokeKey(String by, String id) {
        ApiKey key =
                accounts.key(id)
                        .orElseThrow(() ->
                                ProblemKind.ACCOUNT_NOT_FOUND.exception("there is no key " + id));
        if (!key.revoked()) {
            append(
                    by,
                    AccountEvents.keyStream(id),
                    Expectation.revision(key.revision().value()),
                    AccountEvents.plain(AccountEvents.KEY_REVOKED));
        }
    }

    private void append(String by, StreamName stream, Expectation expected, NewEvent event) {
        Append append =
                new Append(
                        TimeOrderedIds.next(),
                        by,
                        List.of(new StreamAppend(stream, expected, List.of(event))),
                        Optional.empty());
        switch (accounts.store().append(append)) {
            case AppendResult.Appended done -> accounts.await(done.last());
            case AppendResult.Conflict conflict ->
                    throw ProblemKind.CONFLICT.exception(
                            "somebody else has just changed %s; look at it and try again"
                                    .formatted(stream.id()));
        }
    }

    private String hash(char[] password) {
        if (password.length < PASSWORD_CHARS_MIN || password.length > PASSWORD_CHARS_MAX) {
            throw Problems.invalidField(
                            "/password",
                            "%d to %d characters".formatted(PASSWORD_CHARS_MIN, PASSWORD_CHARS_MAX),
                            password.length + " of them")
                    .exception();
        }
        return PasswordHash.of(password, random);
    }

    private static void checkName(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            throw Problems.invalidField(
                            "/" + field,
                            "1 to 100 letters, digits or any of . _ @ -, beginning with a letter"
                                    + " or digit",
                            name)
                    .exception();
        }
    }
}
