package io.stele.sdk.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A question to a view: the rows that pass all filters, in an order, a page at a time.
///
/// @param filters may be empty: every row
/// @param sort may be empty; ties are broken by the key, in the direction of the last column
/// @param limit rows of one page, 1 to [#LIMIT_MAX], or 0 where they are only counted
/// @param cursor `next` of the page before, with the same filters and sort; empty: the first page
/// @param count whether to count all rows that pass the filters, on this page or not; what that
///     takes grows with their number
public record ViewQuery(
        List<Filter> filters, List<Sort> sort, int limit, Optional<String> cursor, boolean count) {

    public static final int LIMIT_DEFAULT = 100;
    public static final int LIMIT_MAX = 1000;
    public static final int FILTERS_MAX = 100;

    /// Every row, the first page of it.
    public static final ViewQuery ALL =
            new ViewQuery(List.of(), List.of(), LIMIT_DEFAULT, Optional.empty());

    /// Parameters of a query that are not filters; no column may be named so.
    public static final Set<String> RESERVED =
            Set.of("sort", "limit", "cursor", "count", "after", "timeout");

    public ViewQuery {
        filters = List.copyOf(filters);
        sort = List.copyOf(sort);
        Objects.requireNonNull(cursor, "cursor");
        if (filters.size() > FILTERS_MAX) {
            throw new InvalidViewQueryException(
                    "there are " + filters.size() + " filters, but at most " + FILTERS_MAX);
        }
        if (limit < (count ? 0 : 1) || limit > LIMIT_MAX) {
            throw new InvalidViewQueryException(
                    "limit must be 1 to " + LIMIT_MAX + ", but is " + limit);
        }
    }

    /// Without a count.
    public ViewQuery(List<Filter> filters, List<Sort> sort, int limit, Optional<String> cursor) {
        this(filters, sort, limit, cursor, false);
    }

    /// A condition on one column.
    ///
    /// @param values as text, to be read by the column's type; exactly one unless the operator is
    ///     [Operator#IN]
    public record Filter(String column, Operator operator, List<String> values) {
        public Filter {
            values = List.copyOf(values);
        }
    }

    /// An order.
    public record Sort(String column, boolean descending) {}

    /// How a filter compares.
    public enum Operator {
        EQ,
        /// Also true of a row without a value.
        NE,
        LT,
        LTE,
        GT,
        GTE,
        /// One of several, separated by commas; `\,` is a comma in a value and `\\` a backslash.
        IN,
        /// Only for texts: `%` is any run of characters and `_` any one; upper and lower case
        /// differ.
        LIKE;

        /// As written after the column's name, such as `.gte`.
        public String suffix() {
            return "." + name().toLowerCase(Locale.ROOT);
        }

        private static Operator of(String parameter, String suffix) {
            for (Operator operator : values()) {
                if (operator.suffix().equals(suffix)) {
                    return operator;
                }
            }
            throw new InvalidViewQueryException(
                    "parameter \""
                            + parameter
                            + "\" has the unknown operator \""
                            + suffix
                            + "\"; known: "
                            + Arrays.stream(values())
                                    .map(Operator::suffix)
                                    .collect(Collectors.joining(" ")));
        }
    }

    /// Reads the parameters of a request: `limit`, `cursor`, `count`, `sort=-balance,id`, and
    /// filters such as `status=open` and `balance.gte=100`.
    ///
    /// @param parameters by name, without those that do not belong to the query; whether a column
    ///     exists is for the view to say
    /// @throws InvalidViewQueryException when one cannot be read; the message names it
    public static ViewQuery parse(Map<String, List<String>> parameters) {
        ArrayList<Filter> filters = new ArrayList<>();
        ArrayList<Sort> sort = new ArrayList<>();
        int limit = LIMIT_DEFAULT;
        Optional<String> cursor = Optional.empty();
        boolean count = false;
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            switch (name) {
                case "sort" -> sort.addAll(parseSort(single(parameter)));
                case "limit" -> limit = parseLimit(single(parameter));
                case "cursor" -> cursor = Optional.of(single(parameter));
                case "count" -> count = parseCount(single(parameter));
                default -> parameter.getValue().forEach(value -> filters.add(filter(name, value)));
            }
        }
        return new ViewQuery(filters, sort, limit, cursor, count);
    }

    private static String single(Map.Entry<String, List<String>> parameter) {
        if (parameter.getValue().size() != 1) {
            throw new InvalidViewQueryException(
                    "parameter \"" + parameter.getKey() + "\" must be given once");
        }
        return parameter.getValue().getFirst();
    }

    private static int parseLimit(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidViewQueryException(
                    "limit must be 1 to " + LIMIT_MAX + ", but is \"" + text + "\"");
        }
    }

    private static boolean parseCount(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new InvalidViewQueryException(
                            "count must be true or false, but is \"" + text + "\"");
        };
    }

    private static List<Sort> parseSort(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(part ->
                        part.startsWith("-")
                                ? new Sort(part.substring(1), true)
                                : new Sort(part, false))
                .toList();
    }

    private static Filter filter(String parameter, String value) {
        int dot = parameter.indexOf('.');
        if (dot < 0) {
            return new Filter(parameter, Operator.EQ, List.of(value));
        }
        Operator operator = Operator.of(parameter, parameter.substring(dot));
        String column = parameter.substring(0, dot);
        return new Filter(
                column, operator, operator == Operator.IN ? splitValues(value) : List.of(value));
    }

    private static List<String> splitValues(String text) {
        ArrayList<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',') {
                values.add(value.toString());
                value.setLength(0);
            } else if (c == '\\' && i + 1 < text.length()) {
                value.append(text.charAt(++i));
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }
}
