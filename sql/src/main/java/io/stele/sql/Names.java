package io.stele.sql;

import java.util.regex.Pattern;

/// Names that go into SQL text. What is not such a name never gets there; values are always bound.
final class Names {

    static final int SIZE_MAX = 40;

    private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Names() {}

    static String check(String what, String name) {
        if (name.length() > SIZE_MAX || !SNAKE_CASE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what
                            + " must be lower snake case, such as opened_at, of at most "
                            + SIZE_MAX
                            + " characters, but is \""
                            + name
                            + "\"");
        }
        return name;
    }

    static String checkProperty(String property) {
        if (!PROPERTY.matcher(property).matches()) {
            throw new IllegalArgumentException(
                    "a property of a state must be letters, digits and _, but is \""
                            + property
                            + "\"");
        }
        return property;
    }

    /// So that words of SQL can be names.
    static String quote(String name) {
        return '"' + name + '"';
    }
}
