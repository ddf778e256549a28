package io.stele.sdk.view;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/// A field of a state that its generic view can be filtered and sorted by.
///
/// @param column its name in the view, lower snake case
/// @param property its name in the state's JSON
/// @param type [ColumnType#TEXT], [ColumnType#INTEGER], [ColumnType#REAL] or [ColumnType#BOOLEAN]
public record StateField(String column, String property, ColumnType type) {

    public StateField {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(property, "property");
        if (type == ColumnType.JSON || type == ColumnType.TIMESTAMP) {
            throw new IllegalArgumentException(
                    "field " + property + " cannot be indexed as " + type);
        }
    }

    /// Components of a state record, each as the type that its Java type stands for.
    ///
    /// @throws IllegalArgumentException when one is not a component of the record, or is neither a
    ///     text, an enum, a number nor a boolean
    public static List<StateField> of(Class<?> stateType, String... components) {
        return Arrays.stream(components).map(name -> of(stateType, name)).toList();
    }

    private static StateField of(Class<?> stateType, String name) {
        RecordComponent[] known =
                stateType.isRecord() ? stateType.getRecordComponents() : new RecordComponent[0];
        for (RecordComponent component : known) {
            if (component.getName().equals(name)) {
                return new StateField(snakeCase(name), name, typeOf(component));
            }
        }
        throw new IllegalArgumentException(
                stateType.getSimpleName()
                        + " has no component \""
                        + name
                        + "\"; it has: "
                        + Arrays.stream(known)
                                .map(RecordComponent::getName)
                                .collect(Collectors.joining(", ")));
    }

    private static ColumnType typeOf(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == String.class || type.isEnum() || type == Instant.class) {
            return ColumnType.TEXT;
        }
        if (type == long.class
                || type == int.class
                || type == Long.class
                || type == Integer.class) {
            return ColumnType.INTEGER;
        }
        if (type == double.class || type == Double.class) {
            return ColumnType.REAL;
        }
        if (type == boolean.class || type == Boolean.class) {
            return ColumnType.BOOLEAN;
        }
        throw new IllegalArgumentException(
                "component "
                        + component.getName()
                        + " of type "
                        + type.getSimpleName()
                        + " cannot be indexed; texts, enums, whole numbers, doubles and booleans can");
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
