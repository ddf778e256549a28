package io.stele.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes of rows that the database has yet to get: one for each row, made of all that was written
/// down for it. Changes of different rows do not depend on each other, so they are written in the
/// order of their keys, which is quicker, and many with one statement.
final class PendingRows {

    private static final int ROWS_MAX = 50_000;

    private final Map<String, Map<List<Object>, RowChange>> tables = new HashMap<>();
    private int size;

    /// @return whether it was taken; if not, what is here has to be written first
    boolean add(RowChange change) {
        if (size >= ROWS_MAX) {
            return false;
        }
        Map<List<Object>, RowChange> rows =
                tables.computeIfAbsent(change.table().name(), name -> new HashMap<>());
        RowChange before = rows.get(change.key());
        RowChange after = before == null ? change : before.then(change);
        if (after == null) {
            return false;
        }
        if (before == null) {
            size++;
        }
        rows.put(change.key(), after);
        return true;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// All of them by statement, those of a statement in the order of their keys; none is left.
    Collection<List<RowChange>> take() {
        Map<RowStatement.Shape, List<RowChange>> shapes = new LinkedHashMap<>();
        for (Map<List<Object>, RowChange> rows : tables.values()) {
            for (RowChange change : rows.values()) {
                shapes.computeIfAbsent(RowStatement.Shape.of(change), s -> new ArrayList<>())
                        .add(change);
            }
        }
        clear();
        shapes.values().forEach(changes -> changes.sort((a, b) -> compare(a.key(), b.key())));
        return shapes.values();
    }

    void clear() {
        tables.clear();
        size = 0;
    }

    private static int compare(List<Object> a, List<Object> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(@Nullable Object a, @Nullable Object b) {
        return switch (a) {
            case String text when b instanceof String other -> text.compareTo(other);
            case Long number when b instanceof Long other -> number.compareTo(other);
            case Double real when b instanceof Double other -> real.compareTo(other);
            case null, default -> 0; // of one column, so of one type
        };
    }
}
