package io.stele.sdk;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// Turns an event of one version into that of the next, or into several events. What is stored stays
/// as it is; this runs whenever an old event is read.
///
/// @param type the event's registered name
/// @param fromVersion 1 or more
/// @param splits whether it makes other events of it; if not, the same type with the next version
/// @param step may change the node it gets and return it; the events in the order in which they
///     happen to the aggregate
public record Upcaster(
        String type,
        int fromVersion,
        boolean splits,
        Function<ObjectNode, List<Upcaster.Piece>> step) {

    public Upcaster {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(step, "step");
        if (fromVersion < 1) {
            throw new IllegalArgumentException("fromVersion must be 1 or more: " + fromVersion);
        }
    }

    /// What an old event becomes, or one of several. It may be of an older version itself, and goes
    /// on from there.
    ///
    /// @param type a registered name
    public record Piece(String type, int version, ObjectNode data) {
        public Piece {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(data, "data");
        }
    }

    /// `Upcaster.of("MoneyDeposited", 1, json -> json.put("currency", "EUR"))`
    public static Upcaster of(String type, int fromVersion, UnaryOperator<ObjectNode> step) {
        Objects.requireNonNull(step, "step");
        return new Upcaster(
                type,
                fromVersion,
                false,
                json -> List.of(new Piece(type, fromVersion + 1, step.apply(json))));
    }

    /// For an event that turned out to be several: each piece is read as if it had been stored. With
    /// no piece the event is of no account any more. The event's own record may be gone.
    public static Upcaster split(
            String type, int fromVersion, Function<ObjectNode, List<Piece>> pieces) {
        return new Upcaster(type, fromVersion, true, pieces);
    }
}
