package io.stele.server;

import io.stele.http.Request;
import io.stele.model.Direction;
import io.stele.model.StreamName;
import io.stele.protocol.DataForm;
import io.stele.protocol.Problems;
import io.stele.protocol.ReadJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// The query parameters of a request, read strictly.
record Parameters(Request request) {

    /// @throws io.stele.protocol.ProblemException when there is a parameter that is not among `known`
    static Parameters of(Request request, String... known) {
        for (String name : request.query().keySet()) {
            if (!List.of(known).contains(name)) {
                throw Problems.unknownParameter(name, List.of(known)).exception();
            }
        }
        return new Parameters(request);
    }

    Optional<String> text(String name) {
        return request.query(name);
    }

    /// @param parse throws `IllegalArgumentException` for what it does not take
    <T> Optional<T> parsed(String name, String expected, Function<String, T> parse) {
        return text(name).map(text -> parse(name, expected, text, parse));
    }

    /// @param parse throws `IllegalArgumentException` for what it does not take
    static <T> T parse(String name, String expected, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw Problems.invalidParameter(name, expected, text).exception();
        }
    }

    <T> T required(String name, String expected, Function<String, T> parse) {
        return parsed(name, expected, parse)
                .orElseThrow(() -> Problems.invalidParameter(name, expected, "").exception());
    }

    /// A whole number.
    OptionalLong number(String name, long min, long max) {
        Optional<Long> number =
                parsed(name, expected(min, max), text -> wholeNumber(text, min, max));
        return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
    }

    private static String expected(long min, long max) {
        return max == Long.MAX_VALUE
                ? "a whole number of %d or more".formatted(min)
                : "a whole number from %d to %d".formatted(min, max);
    }

    static long wholeNumber(String text, long min, long max) {
        long number = text.matches("[0-9]{1,19}") ? Long.parseLong(text) : -1;
        if (number < min || number > max) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    /// The values of a parameter that may be given several times, or with commas.
    List<String> list(String name) {
        List<String> values = new ArrayList<>();
        for (String each : request.query().getOrDefault(name, List.of())) {
            values.addAll(List.of(each.split(",", -1)));
        }
        return values;
    }

    boolean flag(String name, boolean absent) {
        return parsed(name, "true or false", Parameters::bool).orElse(absent);
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    Direction direction() {
        return parsed("direction", "forward or backward", ReadJson::direction)
                .orElse(Direction.FORWARD);
    }

    DataForm form() {
        return flag("exact", false) ? DataForm.EXACT : DataForm.READABLE;
    }

    static StreamName stream(String parameter, String name) {
        return parse(parameter, "a stream name", name, StreamName::of);
    }
}
