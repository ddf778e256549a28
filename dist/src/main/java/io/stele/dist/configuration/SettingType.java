package io.stele.dist.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a setting's text may be, and what it stands for.
///
/// @param label short, for the help: `--port=NUMBER`
/// @param expected what a text must be, with its bounds, as it goes on from "expected"
/// @param parser throws [IllegalArgumentException] on any other text
public record SettingType<T>(String label, String expected, Function<String, T> parser) {

    private static final Pattern BYTES = Pattern.compile("(\\d{1,18})\\s*(B|KiB|MiB|GiB)?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");

    /// @throws IllegalArgumentException when the text is not as expected
    public T parse(String text) {
        return parser.apply(text);
    }

    public static SettingType<String> text(String expected) {
        return new SettingType<>("TEXT", expected, SettingType::notEmpty);
    }

    public static SettingType<Path> path(String expected) {
        return new SettingType<>("PATH", expected, text -> Path.of(notEmpty(text)));
    }

    public static SettingType<Boolean> onOff() {
        return new SettingType<>("true|false", "true or false", SettingType::bool);
    }

    public static SettingType<Integer> number(int minInclusive, int maxInclusive) {
        return new SettingType<>(
                "NUMBER",
                "a whole number from %,d to %,d".formatted(minInclusive, maxInclusive),
                text -> within(Integer.parseInt(text), minInclusive, maxInclusive));
    }

    /// Such as `65536`, `64KiB`, `8MiB`, `1GiB`.
    public static SettingType<Long> bytes(String minInclusive, String maxInclusive) {
        long min = parseBytes(minInclusive);
        long max = parseBytes(maxInclusive);
        return new SettingType<>(
                "BYTES",
                "bytes, such as 64KiB or 8MiB, from %s to %s".formatted(minInclusive, maxInclusive),
                text -> within(parseBytes(text), min, max));
    }

    /// Such as `250ms`, `10s`, `5m`, `1h`, `30d`.
    public static SettingType<Duration> duration(String minInclusive, String maxInclusive) {
        Duration min = parseDuration(minInclusive);
        Duration max = parseDuration(maxInclusive);
        return new SettingType<>(
                "TIME",
                "a time, such as 250ms, 10s or 5m, from %s to %s"
                        .formatted(minInclusive, maxInclusive),
                text -> within(parseDuration(text), min, max));
    }

    /// One of an enum's constants, in lower case and with hyphens.
    public static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        String names = constants.stream().map(SettingType::word).collect(Collectors.joining("|"));
        return new SettingType<>(
                names,
                "one of " + names.replace("|", ", "),
                text ->
                        constants.stream()
                                .filter(constant -> word(constant).equals(text))
                                .findFirst()
                                .orElseThrow(IllegalArgumentException::new));
    }

    /// Several, separated by commas; blanks around them do not count. The empty text is none.
    public static <T> SettingType<List<T>> listOf(SettingType<T> element) {
        return new SettingType<>(
                element.label() + ",...",
                "any number, separated by commas, of: " + element.expected(),
                text ->
                        Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .filter(part -> !text.isBlank())
                                .map(element::parse)
                                .toList());
    }

    /// The empty text is none.
    public static <T> SettingType<Optional<T>> optional(SettingType<T> type) {
        return new SettingType<>(
                type.label(),
                type.expected() + ", or nothing",
                text -> text.isEmpty() ? Optional.empty() : Optional.of(type.parse(text)));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static String notEmpty(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("empty");
        }
        return text;
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static <C extends Comparable<C>> C within(C value, C min, C max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(value.toString());
        }
        return value;
    }

    private static long parseBytes(String text) {
        Matcher matcher = matched(BYTES, text);
        String unit = matcher.group(2);
        long factor =
                unit == null
                        ? 1
                        : switch (unit) {
                            case "KiB" -> 1L << 10;
                            case "MiB" -> 1L << 20;
                            case "GiB" -> 1L << 30;
                            default -> 1;
                        };
        return multiply(Long.parseLong(matcher.group(1)), factor);
    }

    private static Duration parseDuration(String text) {
        Matcher matcher = matched(DURATION, text);
        long millis =
                switch (matcher.group(2)) {
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    case "d" -> 86_400_000;
                    default -> 1;
                };
        return Duration.ofMillis(multiply(Long.parseLong(matcher.group(1)), millis));
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return matcher;
    }

    private static long multiply(long number, long factor) {
        try {
            return Math.multiplyExact(number, factor);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too large", e);
        }
    }
}
