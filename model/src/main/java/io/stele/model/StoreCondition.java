package io.stele.model;

import java.util.Objects;
import java.util.Optional;

/// How a store is.
///
/// @param refusal why it takes no appends, for people; empty when it takes them
/// @param diskFreeBytes what is left where it keeps its files; -1 when that cannot be told
/// @param waitingBytes of appends that wait for the writer
/// @param logFileCount files of the log
/// @param logBytes of these files, also what is not filled yet
/// @param indexPartCount what a look-up may have to ask
/// @param indexBytes of index files
public record StoreCondition(
        Optional<String> refusal,
        long diskFreeBytes,
        long waitingBytes,
        int logFileCount,
        long logBytes,
        int indexPartCount,
        long indexBytes) {

    public StoreCondition {
        Objects.requireNonNull(refusal, "refusal");
    }
}
