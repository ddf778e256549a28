package io.stele.sdk.view;

import io.stele.model.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Which rows of an answer somebody has, to tell them only what differs in the next one. Keeps a
/// hash of each row and not the row.
///
/// Rows that did not change keep their order among themselves, since a row's place derives from its
/// values. So whoever takes away what was removed or changed, and puts each changed row at its
/// index, ascending, has the next answer.
final class ShownRows {

    private final String key;
    private Map<String, Bytes> hashes = new LinkedHashMap<>();
    private Optional<String> next = Optional.empty();
    private OptionalLong count = OptionalLong.empty();

    /// Nothing is shown so far.
    ///
    /// @param key the column that tells rows apart
    ShownRows(String key) {
        this.key = key;
    }

    /// What makes the next answer of the one that is shown.
    ///
    /// @param removed keys
    /// @param changed rows by their index, ascending
    record Difference(List<String> removed, Map<Integer, ViewRow> changed) {}

    /// Takes a page as shown from here on.
    ///
    /// @return empty when it does not differ
    Optional<Difference> show(ViewPage page) {
        Map<String, Bytes> after = new LinkedHashMap<>();
        Map<Integer, ViewRow> changed = new TreeMap<>();
        for (int i = 0; i < page.rows().size(); i++) {
            ViewRow row = page.rows().get(i);
            String rowKey = String.valueOf(row.get(key));
            Bytes hash = hash(row);
            after.put(rowKey, hash);
            if (!Objects.equals(hash, hashes.get(rowKey))) {
                changed.put(i, row);
            }
        }
        List<String> removed = new ArrayList<>(hashes.keySet());
        removed.removeAll(after.keySet());
        boolean same =
                removed.isEmpty()
                        && changed.isEmpty()
                        && next.equals(page.next())
                        && count.equals(page.count());
        hashes = after;
        next = page.next();
        count = page.count();
        return same ? Optional.empty() : Optional.of(new Difference(removed, changed));
    }

    private static Bytes hash(ViewRow row) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return Bytes.wrap(sha.digest(ViewJson.row(row).toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
