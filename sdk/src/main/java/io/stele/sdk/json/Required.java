package io.stele.sdk.json;

import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// Which components of a record must be in its JSON.
public final class Required {

    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private Required() {}

    /// All but `Optional` ones and those marked by an annotation named `Nullable`, whoever's.
    public static boolean isRequired(RecordComponent component) {
        return !OPTIONALS.contains(component.getType())
                && Stream.of(
                                component.getAnnotatedType().getAnnotations(),
                                component.getAnnotations(),
                                component.getAccessor().getAnnotations())
                        .flatMap(Stream::of)
                        .noneMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
    }
}
