package io.stele.proofs.note;

import io.stele.proofs.tree.Hash;
import java.util.List;

/// What a log says of itself at a size: the text of a checkpoint, C2SP tlog-checkpoint. ("Checkpoint"
/// by itself is how far a reader has come, in all of Stele.)
///
/// @param origin which log; not empty, one line
/// @param size of its tree, in leaves
/// @param root of that tree
/// @param extensions further lines, not empty each; none as a rule
public record TreeHead(String origin, long size, Hash root, List<String> extensions) {

    public TreeHead {
        extensions = List.copyOf(extensions);
        if (size < 0) {
            throw new IllegalArgumentException("size must be 0 or more: " + size);
        }
        checkLine("origin", origin);
        extensions.forEach(line -> checkLine("extension", line));
    }

    public TreeHead(String origin, long size, Hash root) {
        this(origin, size, root, List.of());
    }

    private static void checkLine(String what, String line) {
        if (line.isEmpty() || line.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException(
                    "the %s must be a line that is not empty: %s".formatted(what, line));
        }
    }

    /// @param text of a note
    /// @throws IllegalArgumentException when it is not that of a checkpoint, just as [#text] writes it
    public static TreeHead parse(String text) {
        List<String> lines = List.of(text.split("\n", -1));
        if (lines.size() < 4 || !lines.getLast().isEmpty()) {
            throw new IllegalArgumentException(
                    "a checkpoint has three lines or more: origin, size, root");
        }
        TreeHead head =
                new TreeHead(
                        lines.getFirst(),
                        Long.parseLong(lines.get(1)),
                        Hash.parse(lines.get(2)),
                        lines.subList(3, lines.size() - 1));
        if (!head.text().equals(text)) {
            throw new IllegalArgumentException("the size has a sign or leading zeros");
        }
        return head;
    }

    /// With its last newline.
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(origin).append('\n').append(size).append('\n').append(root.base64());
        text.append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
