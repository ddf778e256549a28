package io.stele.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// What decides how a view's rows come about and look. Two definitions that differ in anything get
/// tables of their own.
///
/// @param view its name
/// @param version as given by its author
/// @param code stands for the code that makes the rows, where that is known; may be empty
/// @param tables the first is the one that queries see
record Definition(String view, int version, String code, List<Table> tables) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FINGERPRINT_DIGITS = 8;

    Definition {
        tables = List.copyOf(tables);
        if (tables.stream().map(Table::name).distinct().count() != tables.size()) {
            throw new IllegalArgumentException("view " + view + " has two tables of one name");
        }
        for (Table table : tables) {
            if (table.keys().isEmpty()) {
                throw new IllegalArgumentException("table " + table.name() + " has no key");
            }
        }
        if (tables.getFirst().keys().size() != 1) {
            throw new IllegalArgumentException(
                    "view " + view + " must have a key of one column, to be looked up by");
        }
    }

    static Definition fromJson(String json) {
        return JSON.readValue(json, Definition.class);
    }

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    Table main() {
        return tables.getFirst();
    }

    /// The first hex digits of SHA-256 over all of it.
    String fingerprint() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(toJson().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, FINGERPRINT_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
