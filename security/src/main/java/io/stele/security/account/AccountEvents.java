package io.stele.security.account;

import io.stele.model.NewEvent;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.RecordedEvent;
import io.stele.model.StreamName;
import io.stele.security.Access;
import io.stele.security.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What happens to users (in streams `$user-<name>`) and to keys (in `$key-<id>`), as events. Who
/// did it is the event's actor.
final class AccountEvents {

    static final String USER_ADDED = "$UserAdded";
    static final String PASSWORD_CHANGED = "$UserPasswordChanged";
    static final String USER_GRANTED = "$UserGranted";
    static final String USER_REVOKED = "$UserRevoked";
    static final String USER_DISABLED = "$UserDisabled";
    static final String USER_ENABLED = "$UserEnabled";
    static final String USER_DELETED = "$UserDeleted";
    static final String KEY_CREATED = "$KeyCreated";
    static final String KEY_REVOKED = "$KeyRevoked";

    /// Other streams may have events of these types as well, which mean nothing.
    static final Query ALL =
            Query.anyOf(
                    QueryItem.types(
                            USER_ADDED,
                            PASSWORD_CHANGED,
                            USER_GRANTED,
                            USER_REVOKED,
                            USER_DISABLED,
                            USER_ENABLED,
                            USER_DELETED,
                            KEY_CREATED,
                            KEY_REVOKED));

    private static final String USER = "$user";
    private static final String KEY = "$key";
    private static final String PASSWORD_HASH = "passwordHash";
    private static final String GRANTS = "grants";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private AccountEvents() {}

    static StreamName userStream(String name) {
        return StreamName.of(USER, name);
    }

    static StreamName keyStream(String id) {
        return StreamName.of(KEY, id);
    }

    static boolean isOfUser(RecordedEvent event) {
        return event.stream().category().equals(USER);
    }

    static boolean isOfKey(RecordedEvent event) {
        return event.stream().category().equals(KEY);
    }

    static NewEvent userAdded(String passwordHash, Set<Grant> grants) {
        return event(USER_ADDED, Map.of(PASSWORD_HASH, passwordHash, GRANTS, texts(grants)));
    }

    static NewEvent passwordChanged(String passwordHash) {
        return event(PASSWORD_CHANGED, Map.of(PASSWORD_HASH, passwordHash));
    }

    /// @param type [#USER_GRANTED] or [#USER_REVOKED]
    static NewEvent granting(String type, Set<Grant> grants) {
        return event(type, Map.of(GRANTS, texts(grants)));
    }

    /// An event that says all by its type.
    static NewEvent plain(String type) {
        return event(type, Map.of());
    }

    static NewEvent keyCreated(
            String name, String secretHash, Set<Grant> grants, Optional<Instant> expiresAt) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", name);
        data.put("secretHash", secretHash);
        data.put(GRANTS, texts(grants));
        expiresAt.ifPresent(time -> data.put("expiresAt", time.toString()));
        return event(KEY_CREATED, data);
    }

    private static NewEvent event(String type, Map<String, ?> data) {
        return NewEvent.json(type, MAPPER.writeValueAsString(data));
    }

    private static List<String> texts(Set<Grant> grants) {
        return grants.stream().map(Grant::toString).sorted().toList();
    }

    /// @param before empty when this is the first event of the stream
    /// @throws RuntimeException when the event makes no sense there
    static User evolve(Optional<User> before, RecordedEvent event) {
        JsonNode data = data(event);
        String name = event.stream().id();
        if (event.type().equals(USER_ADDED)) {
            return new User(
                    name,
                    text(data, PASSWORD_HASH),
                    Access.of(grants(data)),
                    User.Status.ENABLED,
                    event.revision());
        }
        User user = before.orElseThrow();
        return switch (event.type()) {
            case PASSWORD_CHANGED ->
                    with(event, user, text(data, PASSWORD_HASH), user.access(), user.status());
            case USER_GRANTED -> with(event, user, plus(user.access(), grants(data)));
            case USER_REVOKED -> with(event, user, minus(user.access(), grants(data)));
            case USER_DISABLED -> with(event, user, User.Status.DISABLED);
            case USER_ENABLED -> with(event, user, User.Status.ENABLED);
            case USER_DELETED -> with(event, user, "deleted", Access.NONE, User.Status.DELETED);
            default -> throw new IllegalArgumentException(event.type());
        };
    }

    private static User with(RecordedEvent event, User user, Access access) {
        return with(event, user, user.passwordHash(), access, user.status());
    }

    private static User with(RecordedEvent event, User user, User.Status status) {
        return with(event, user, user.passwordHash(), user.access(), status);
    }

    private static User with(
            RecordedEvent event, User user, String hash, Access access, User.Status status) {
        return new User(user.name(), hash, access, status, event.revision());
    }

    /// As [#evolve(Optional, RecordedEvent)], for a key.
    static ApiKey evolveKey(Optional<ApiKey> before, RecordedEvent event) {
        JsonNode data = data(event);
        return switch (event.type()) {
            case KEY_CREATED ->
                    new ApiKey(
                            event.stream().id(),
                            text(data, "name"),
                            text(data, "secretHash"),
                            Access.of(grants(data)),
                            Optional.ofNullable(data.get("expiresAt"))
                                    .map(time -> Instant.parse(time.stringValue())),
                            false,
                            event.revision());
            case KEY_REVOKED -> {
                ApiKey key = before.orElseThrow();
                yield new ApiKey(
                        key.id(),
                        key.name(),
                        key.secretHash(),
                        Access.NONE,
                        key.expiresAt(),
                        true,
                        event.revision());
            }
            default -> throw new IllegalArgumentException(event.type());
        };
    }

    private static Access plus(Access access, List<Grant> more) {
        List<Grant> all = new ArrayList<>(more);
        access.grants().forEach(text -> all.add(Grant.of(text)));
        return Access.of(all);
    }

    private static Access minus(Access access, List<Grant> less) {
        return Access.of(
                access.grants().stream()
                        .map(Grant::of)
                        .filter(grant -> !less.contains(grant))
                        .toList());
    }

    private static JsonNode data(RecordedEvent event) {
        return MAPPER.readTree(event.data().bytes().toByteArray());
    }

    private static String text(JsonNode data, String member) {
        return data.required(member).stringValue();
    }

    private static List<Grant> grants(JsonNode data) {
        List<Grant> grants = new ArrayList<>();
        data.required(GRANTS).forEach(text -> grants.add(Grant.of(text.stringValue())));
        return grants;
    }
}
