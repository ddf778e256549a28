package io.stele.proofs.tree;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where up to 256 hashes of one level stand: C2SP tlog-tiles. On level 0 they are those of leaves;
/// one of level L + 1 is the root over a full tile of level L.
///
/// @param level 0 to 7
/// @param index which tile of its level, from 0
/// @param width how many hashes it has, 1 to 256
public record Tile(int level, long index, int width) {

    /// Hashes in a full tile.
    public static final int WIDTH = 256;

    /// A level is this many levels of the tree.
    public static final int HEIGHT = 8;

    /// 256^8 entries are more than a log can have.
    public static final int LEVELS = 8;

    private static final Pattern PATH =
            Pattern.compile("((?:x\\d{3}/){0,6}\\d{3})(?:\\.p/([1-9]\\d{0,2}))?");

    public Tile {
        if (level < 0 || level >= LEVELS || index < 0 || width < 1 || width > WIDTH) {
            throw new IllegalArgumentException(
                    "no such tile: level %d, index %d, width %d".formatted(level, index, width));
        }
    }

    /// Reads the path of a tile behind its level: `x001/x234/067`, with `.p/112` when it is partial.
    ///
    /// @throws IllegalArgumentException when it is not just as [#path] writes it
    public static Tile parse(int level, String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not the path of a tile: " + path);
        }
        String width = matcher.group(2);
        Tile tile =
                new Tile(
                        level,
                        Long.parseLong(matcher.group(1).replaceAll("[x/]", "")),
                        width == null ? WIDTH : Integer.parseInt(width));
        if (!tile.path().equals(path)) {
            throw new IllegalArgumentException("not the path of a tile: " + path);
        }
        return tile;
    }

    /// Its path behind the level.
    public String path() {
        StringBuilder path = new StringBuilder("%03d".formatted(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path.insert(0, "x%03d/".formatted(rest % 1000));
        }
        return width == WIDTH ? path.toString() : path + ".p/" + width;
    }

    /// The first of its hashes, among all of its level.
    public long firstHash() {
        return index * WIDTH;
    }

    /// Whether a tree of `size` leaves has all of it.
    public boolean isWithin(long size) {
        return firstHash() + width <= size >>> (HEIGHT * level);
    }
}
