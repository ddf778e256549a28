package io.stele.sdk.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.stele.sdk.json.Shape.Text;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Finds the shape of a Java type.
public final class Shapes {

    private static final Shape INT = new Shape.Whole(Integer.SIZE);
    private static final Shape LONG = new Shape.Whole(Long.SIZE);
    private static final Shape DOUBLE = new Shape.Fraction(true);

    private static final Map<Class<?>, Shape> SIMPLE =
            Map.ofEntries(
                    Map.entry(String.class, new Text("", "a text", text -> true)),
                    Map.entry(boolean.class, new Shape.Flag()),
                    Map.entry(Boolean.class, new Shape.Flag()),
                    Map.entry(byte.class, new Shape.Whole(Byte.SIZE)),
                    Map.entry(Byte.class, new Shape.Whole(Byte.SIZE)),
                    Map.entry(short.class, new Shape.Whole(Short.SIZE)),
                    Map.entry(Short.class, new Shape.Whole(Short.SIZE)),
                    Map.entry(int.class, INT),
                    Map.entry(Integer.class, INT),
                    Map.entry(OptionalInt.class, INT),
                    Map.entry(long.class, LONG),
                    Map.entry(Long.class, LONG),
                    Map.entry(OptionalLong.class, LONG),
                    Map.entry(BigInteger.class, new Shape.Whole(0)),
                    Map.entry(float.class, DOUBLE),
                    Map.entry(Float.class, DOUBLE),
                    Map.entry(double.class, DOUBLE),
                    Map.entry(Double.class, DOUBLE),
                    Map.entry(OptionalDouble.class, DOUBLE),
                    Map.entry(BigDecimal.class, new Shape.Fraction(false)),
                    Map.entry(UUID.class, new Text("uuid", "a UUID", Shapes::isUuid)),
                    Map.entry(Instant.class, time("2026-01-31T10:00:00Z", Instant::parse)),
                    Map.entry(
                            OffsetDateTime.class,
                            time("2026-01-31T10:00:00+01:00", OffsetDateTime::parse)),
                    Map.entry(LocalDate.class, parsed("date", "2026-01-31", LocalDate::parse)),
                    Map.entry(LocalTime.class, parsed("time", "10:00:00", LocalTime::parse)),
                    Map.entry(
                            LocalDateTime.class,
                            parsed("", "2026-01-31T10:00:00", LocalDateTime::parse)),
                    Map.entry(Duration.class, parsed("duration", "PT1H30M", Duration::parse)));

    private Shapes() {}

    public static Shape of(Type type) {
        return of(type, new ArrayDeque<>());
    }

    /// @param outer the records around this type; one within itself is left to Jackson
    private static Shape of(Type type, Deque<Class<?>> outer) {
        if (type instanceof ParameterizedType generic
                && generic.getRawType() instanceof Class<?> c) {
            Type[] arguments = generic.getActualTypeArguments();
            if (c == Optional.class) {
                return of(arguments[0], outer);
            }
            if (Collection.class.isAssignableFrom(c) && arguments.length == 1) {
                return new Shape.Many(of(arguments[0], outer));
            }
            if (Map.class.isAssignableFrom(c) && arguments.length == 2) {
                return new Shape.Keyed(of(arguments[1], outer));
            }
            return new Shape.Any(type.getTypeName());
        }
        return type instanceof Class<?> c ? ofClass(c, outer) : new Shape.Any(type.getTypeName());
    }

    private static Shape ofClass(Class<?> type, Deque<Class<?>> outer) {
        Shape simple = SIMPLE.get(type);
        if (simple != null) {
            return simple;
        }
        if (type.isEnum()) {
            return new Shape.Choice(
                    Arrays.stream(type.getEnumConstants())
                            .map(constant -> Json.MAPPER.valueToTree(constant).asString())
                            .toList());
        }
        if (type.isArray() && type != byte[].class) {
            return new Shape.Many(of(type.getComponentType(), outer));
        }
        if (!type.isRecord() || outer.contains(type) || hasOwnJson(type)) {
            return new Shape.Any(type.getSimpleName());
        }
        outer.push(type);
        List<Shape.Field> fields =
                Stream.of(type.getRecordComponents())
                        .map(component -> field(component, outer))
                        .toList();
        outer.pop();
        return new Shape.Fields(type.getSimpleName(), fields);
    }

    private static Shape.Field field(RecordComponent component, Deque<Class<?>> outer) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        String name =
                renamed == null || renamed.value().isEmpty()
                        ? component.getName()
                        : renamed.value();
        return new Shape.Field(
                name, of(component.getGenericType(), outer), Required.isRequired(component));
    }

    private static boolean hasOwnJson(Class<?> record) {
        return Stream.of(
                        Stream.of(record),
                        Stream.of(record.getDeclaredConstructors()),
                        Stream.of(record.getDeclaredMethods()))
                .flatMap(elements -> elements)
                .flatMap(element -> Stream.of(((AnnotatedElement) element).getAnnotations()))
                .map(Annotation::annotationType)
                .anyMatch(type ->
                        type == JsonValue.class
                                || type == JsonCreator.class
                                || type.getPackageName()
                                        .equals("tools.jackson.databind.annotation"));
    }

    private static Text time(String example, Consumer<String> parser) {
        return parsed("date-time", example, parser);
    }

    private static Text parsed(String format, String example, Consumer<String> parser) {
        return new Text(format, "a text such as " + example, doesNotThrow(parser));
    }

    private static boolean isUuid(String text) {
        return text.length() == 36 && doesNotThrow(UUID::fromString).test(text);
    }

    private static Predicate<String> doesNotThrow(Consumer<String> parser) {
        return text -> {
            try {
                parser.accept(text);
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        };
    }
}
