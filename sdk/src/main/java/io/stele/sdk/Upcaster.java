package io.stele.sdk;

import java.util.Objects;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// Turns the JSON of an event of one version into that of the next. What is stored stays as it is;
/// this runs whenever an old event is read.
///
/// @param type the event's registered name
/// @param fromVersion 1 or more; the result is of `fromVersion + 1`
/// @param step may change the node it gets and return it
public record Upcaster(String type, int fromVersion, UnaryOperator<ObjectNode> step) {

    public Upcaster {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(step, "step");
        if (fromVersion < 1) {
            throw new IllegalArgumentException("fromVersion must be 1 or more: " + fromVersion);
        }
    }

    /// `Upcaster.of("MoneyDeposited", 1, json -> json.put("currency", "EUR"))`
    public static Upcaster of(String type, int fromVersion, UnaryOperator<ObjectNode> step) {
        return new Upcaster(type, fromVersion, step);
    }
}
