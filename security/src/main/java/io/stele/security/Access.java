package io.stele.security;

import io.stele.model.AppendCondition;
import io.stele.model.EventFilter;
import io.stele.model.ReadRight;
import io.stele.model.StreamName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What somebody may do, and with which streams: all that was granted, put together. Asked for each
/// request and each event, so it is made once and then only compared. Immutable.
public final class Access {

    public static final Access NONE = of(List.of());
    public static final Access EVERYTHING = of(List.of(new Grant.OfRole(Role.ADMIN)));

    private record Rule(Right right, StreamPattern streams) {}

    private final Set<String> grants = new TreeSet<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Set<Right> onSome = EnumSet.noneOf(Right.class);
    private final boolean admin;
    private final boolean operator;
    private final ReadRight readRight;
    private final ReadRight consumeRight;
    private final String readBeginning;

    private Access(Collection<Grant> granted) {
        for (Grant grant : granted) {
            grants.add(grant.toString());
            switch (grant) {
                case Grant.OfRole(Role role) -> {
                    role.rights().forEach(right -> rules.add(new Rule(right, StreamPattern.ALL)));
                }
                case Grant.OnStreams(Right right, StreamPattern streams) ->
                        rules.add(new Rule(right, streams));
            }
        }
        readBeginning = commonBeginning();
        admin = grants.contains(Role.ADMIN.word());
        operator = admin || grants.contains(Role.OPERATOR.word());
        readRight = new ReadRight(beginnings(Right.READ), admin);
        consumeRight = new ReadRight(beginnings(Right.CONSUME), admin);
        for (Right right : Right.values()) {
            if (isHad(right)) {
                onSome.add(right);
            }
        }
    }

    private List<String> beginnings(Right right) {
        return rules.stream()
                .filter(rule -> rule.right().includes(right) && !rule.streams().exact())
                .map(rule -> rule.streams().beginning())
                .toList();
    }

    private String commonBeginning() {
        return rules.stream()
                .filter(rule -> rule.right().includes(Right.READ))
                .map(rule -> rule.streams().beginning())
                .reduce(Access::commonBeginning)
                .orElse("");
    }

    private static String commonBeginning(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        boolean halved = length > 0 && Character.isHighSurrogate(a.charAt(length - 1));
        return a.substring(0, halved ? length - 1 : length);
    }

    public static Access of(Collection<Grant> grants) {
        return new Access(grants);
    }

    /// Whether everything is allowed, `$`-streams included.
    public boolean isAdmin() {
        return admin;
    }

    /// Whether `right` is had at all: on every stream, or on some. A right that is not about streams
    /// is never had on some.
    public boolean may(Right right) {
        return onSome.contains(right);
    }

    private boolean isHad(Right right) {
        return switch (right) {
            case PUBLIC -> true;
            case READ, CONSUME, COMMAND, APPEND ->
                    rules.stream().anyMatch(rule -> rule.right().includes(right));
            case OPERATE -> operator;
            case ADMIN -> admin;
        };
    }

    public boolean may(Right right, StreamName stream) {
        if (admin) {
            return true;
        }
        for (Rule rule : rules) {
            if (rule.right().includes(right) && rule.streams().matches(stream)) {
                return true;
            }
        }
        return false;
    }

    /// Whether `right` is had on all streams that are not Stele's own.
    public boolean mayAll(Right right) {
        for (Rule rule : rules) {
            if (rule.right().includes(right) && rule.streams().equals(StreamPattern.ALL)) {
                return true;
            }
        }
        return false;
    }

    /// Whether every event that could pass `filter` may be read.
    public boolean mayReadAll(EventFilter filter) {
        return readRight.covers(filter);
    }

    /// Whether every event that could pass `filter` may be consumed.
    public boolean mayConsumeAll(EventFilter filter) {
        return consumeRight.covers(filter);
    }

    /// The same filter, without streams that may not be read as far as a beginning of their names
    /// tells. A store finds that at once; what is left out event by event is read first.
    EventFilter narrowed(EventFilter filter) {
        boolean narrower =
                readBeginning.startsWith(filter.streamPrefix().orElse(""))
                        && !readBeginning.isEmpty();
        return narrower ? filter.withStreamPrefix(readBeginning) : filter;
    }

    /// Whether everything that a condition could tell may be known.
    boolean mayName(AppendCondition condition) {
        return readRight.covers(condition);
    }

    /// As they were granted, such as `reader` and `append:account-*`, in order.
    public Set<String> grants() {
        return Set.copyOf(grants);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Access access && grants.equals(access.grants);
    }

    @Override
    public int hashCode() {
        return grants.hashCode();
    }

    @Override
    public String toString() {
        return grants.toString();
    }
}
