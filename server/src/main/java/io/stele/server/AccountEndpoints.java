package io.stele.server;

import io.stele.http.Handler;
import io.stele.http.Method;
import io.stele.http.Request;
import io.stele.http.Response;
import io.stele.http.Router;
import io.stele.protocol.Problems;
import io.stele.security.Grant;
import io.stele.security.Right;
import io.stele.security.account.AccountAdmin;
import io.stele.security.account.ApiKey;
import io.stele.security.account.User;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Users and keys, for admins. Nothing here ever tells a hash; a key's text stands in the answer to
/// its creation and nowhere else.
final class AccountEndpoints {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Supplier<AccountAdmin> admins;

    private AccountEndpoints(Supplier<AccountAdmin> admins) {
        this.admins = admins;
    }

    /// @param admins asked at each request
    static void addTo(Router router, Supplier<AccountAdmin> admins) {
        AccountEndpoints accounts = new AccountEndpoints(admins);
        String user = "/v1/users/{user}";
        add(router, Method.GET, "/v1/users", accounts::users);
        add(router, Method.POST, "/v1/users", accounts::addUser);
        add(router, Method.DELETE, user, accounts::deleteUser);
        add(router, Method.PUT, user + "/password", accounts::changePassword);
        add(router, Method.POST, user + "/enable", request -> accounts.enable(request, true));
        add(router, Method.POST, user + "/disable", request -> accounts.enable(request, false));
        add(router, Method.PUT, user + "/grants/{grant}", accounts::grant);
        add(router, Method.DELETE, user + "/grants/{grant}", accounts::revoke);
        add(router, Method.GET, "/v1/keys", accounts::keys);
        add(router, Method.POST, "/v1/keys", accounts::createKey);
        add(router, Method.DELETE, "/v1/keys/{key}", accounts::revokeKey);
    }

    private interface Endpoint {
        Response answer(Request request);
    }

    private static void add(Router router, Method method, String path, Endpoint endpoint) {
        router.add(
                method,
                path,
                Right.ADMIN,
                Handler.blocking(request -> {
                    Parameters.of(request);
                    return endpoint.answer(request).header("cache-control", "no-store");
                }));
    }

    private AccountAdmin admin() {
        return admins.get();
    }

    private Response users(Request request) {
        return Response.json(
                200,
                Map.of("users", admin().users().stream().map(AccountEndpoints::json).toList()));
    }

    private static Map<String, Object> json(User user) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", user.name());
        json.put("enabled", user.status() == User.Status.ENABLED);
        json.put("grants", user.access().grants());
        return json;
    }

    private Response addUser(Request request) {
        JsonNode body = body(request, "name", "password", "grants");
        String name = text(body, "name");
        if (body.has("password")) {
            char[] password = text(body, "password").toCharArray();
            admin().addUser(request.actor(), name, password, grants(body));
        } else {
            admin().addUserWithoutPassword(request.actor(), name, grants(body));
        }
        return Response.json(201, Map.of("name", name));
    }

    private Response deleteUser(Request request) {
        admin().deleteUser(request.actor(), user(request));
        return Response.empty(204);
    }

    private Response changePassword(Request request) {
        JsonNode body = body(request, "password");
        admin().changePassword(
                        request.actor(), user(request), text(body, "password").toCharArray());
        return Response.empty(204);
    }

    private Response enable(Request request, boolean enabled) {
        admin().setEnabled(request.actor(), user(request), enabled);
        return Response.empty(204);
    }

    private Response grant(Request request) {
        admin().grant(request.actor(), user(request), grant(request.pathParameter("grant")));
        return Response.empty(204);
    }

    private Response revoke(Request request) {
        admin().revoke(request.actor(), user(request), grant(request.pathParameter("grant")));
        return Response.empty(204);
    }

    private static String user(Request request) {
        return request.pathParameter("user");
    }

    private static Set<Grant> grant(String text) {
        return Set.of(Parameters.parse("grant", "a role or a right on streams", text, Grant::of));
    }

    private Response keys(Request request) {
        return Response.json(
                200, Map.of("keys", admin().keys().stream().map(AccountEndpoints::json).toList()));
    }

    private static Map<String, Object> json(ApiKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", key.id());
        json.put("name", key.name());
        json.put("revoked", key.revoked());
        json.put("grants", key.access().grants());
        key.expiresAt().ifPresent(time -> json.put("expiresAt", time.toString()));
        return json;
    }

    private Response createKey(Request request) {
        JsonNode body = body(request, "name", "grants", "expiresAt");
        AccountAdmin.CreatedKey created =
                admin().createKey(
                                request.actor(),
                                text(body, "name"),
                                grants(body),
                                Optional.ofNullable(body.get("expiresAt"))
                                        .map(AccountEndpoints::time));
        return Response.json(201, Map.of("id", created.id(), "key", created.text()));
    }

    private Response revokeKey(Request request) {
        admin().revokeKey(request.actor(), request.pathParameter("key"));
        return Response.empty(204);
    }

    private static JsonNode body(Request request, String... known) {
        JsonNode body = parsed(request);
        if (!body.isObject()) {
            throw Problems.invalidField("", "an object", "something else").exception();
        }
        for (String name : body.propertyNames()) {
            if (!List.of(known).contains(name)) {
                throw Problems.invalidField(
                                "/" + name, "it is not known here; known: " + List.of(known))
                        .exception();
            }
        }
        return body;
    }

    /// What the parser says of it is not told: it may quote a password.
    private static JsonNode parsed(Request request) {
        try {
            return MAPPER.readTree(request.body().toByteArray());
        } catch (JacksonException e) {
            var where = e.getLocation();
            throw Problems.malformedJson(
                            "this is not JSON",
                            where == null ? 1 : where.getLineNr(),
                            where == null ? 1 : where.getColumnNr())
                    .exception();
        }
    }

    private static String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (!value.isString()) {
            throw Problems.invalidField("/" + name, "a string", "none").exception();
        }
        return value.stringValue();
    }

    private static Set<Grant> grants(JsonNode body) {
        Set<Grant> grants = new LinkedHashSet<>();
        JsonNode given = body.path("grants");
        if (!given.isMissingNode() && !given.isArray()) {
            throw Problems.invalidField("/grants", "an array", "something else").exception();
        }
        for (JsonNode grant : given) {
            try {
                grants.add(Grant.of(grant.asString("")));
            } catch (IllegalArgumentException e) {
                throw Problems.invalidField("/grants", String.valueOf(e.getMessage())).exception();
            }
        }
        return grants;
    }

    private static Instant time(JsonNode value) {
        try {
            return Instant.parse(value.asString(""));
        } catch (DateTimeException e) {
            throw Problems.invalidField(
                            "/expiresAt", "a time such as 2027-01-31T00:00:00Z", value.toString())
                    .exception();
        }
    }
}
