package io.stele.dist.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what was probably meant.
final class Similar {

    private Similar() {}

    /// The known word with the fewest letters to change, when those are at most two, or a third.
    static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .sorted()
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate)))
                .filter(candidate ->
                        distance(word, candidate) <= Math.max(2, candidate.length() / 3));
    }

    /// How many letters to change, add or leave out (Levenshtein), row by row.
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(above[j - 1] + change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
