package io.stele.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What stands beside an event's data: a flat object of names and plain values.
///
/// A value is a [String], [Boolean], [Long], or [BigDecimal] (other integers are taken as `Long`
/// where they fit, `Double` and `Float` as `BigDecimal`). The order of names is kept. May be empty.
///
/// @param values name to value; unmodifiable
public record Metadata(Map<String, Object> values) {

    /// Ties together all that one outside request set off.
    public static final String CORRELATION_ID = "correlationId";

    /// The command or event that directly caused this one.
    public static final String CAUSATION_ID = "causationId";

    /// When the fact happened, where that is not when it was recorded (imports).
    public static final String OCCURRED_AT = "occurredAt";

    /// The trace of which the fact is a part; see [TraceContext].
    public static final String TRACEPARENT = "traceparent";

    /// What tracing systems add to it.
    public static final String TRACESTATE = "tracestate";

    public static final Metadata EMPTY = new Metadata(Map.of());

    public Metadata {
        LinkedHashMap<String, Object> checked = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            Names.check("metadata name", name);
            checked.put(name, plain(name, value));
        });
        values = Collections.unmodifiableMap(checked);
    }

    public static Metadata of(String name, Object value) {
        return new Metadata(Map.of(name, value));
    }

    /// The same with one more, or one other, value.
    public Metadata with(String name, Object value) {
        LinkedHashMap<String, Object> copy = new LinkedHashMap<>(values);
        copy.put(name, value);
        return new Metadata(copy);
    }

    /// The value as text; empty when the name is absent.
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(Object::toString);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    private static Object plain(String name, Object value) {
        return switch (value) {
            case String s -> {
                Names.checkUnicode("metadata \"" + name + "\"", s);
                yield s;
            }
            case Boolean b -> b;
            case Long l -> l;
            case Integer i -> i.longValue();
            case Short s -> s.longValue();
            case Byte b -> b.longValue();
            case BigInteger i when i.bitLength() < Long.SIZE -> i.longValue();
            case BigInteger i -> new BigDecimal(i);
            case BigDecimal d -> d;
            case Double d when Double.isFinite(d) -> BigDecimal.valueOf(d);
            case Float f when Float.isFinite(f) -> new BigDecimal(f.toString());
            default ->
                    throw new IllegalArgumentException(
                            "metadata \""
                                    + name
                                    + "\" must be a string, a boolean or a finite number");
        };
    }
}
