package io.stele.sdk.json;

import java.util.ArrayList;
import java.util.List;

/// The records of a sealed interface, at any depth.
public final class RecordFamily {

    private RecordFamily() {}

    /// @param root a sealed interface whose leaves are records, or a single record
    /// @throws IllegalArgumentException when it is anything else
    public static <T> List<Class<? extends T>> of(Class<T> root) {
        List<Class<? extends T>> records = new ArrayList<>();
        collect(root, root, records);
        return records;
    }

    private static <T> void collect(
            Class<T> root, Class<?> type, List<Class<? extends T>> records) {
        if (type.isRecord()) {
            Class<? extends T> leaf = type.asSubclass(root);
            if (!records.contains(leaf)) {
                records.add(leaf);
            }
        } else if (type.isSealed() && type.isInterface()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(root, permitted, records);
            }
        } else {
            throw new IllegalArgumentException(
                    type.getName()
                            + " must be a record or a sealed interface of records"
                            + (type == root ? "" : ", as it belongs to " + root.getName()));
        }
    }
}
