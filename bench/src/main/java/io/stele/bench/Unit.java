package io.stele.bench;

/// What a [Figure] is counted in.
public enum Unit {
    EVENTS_PER_SECOND("events/s", true, "%,.0f"),
    SECONDS("s", false, "%,.3f"),
    MICROS("us", false, "%,.1f"),
    MEBIBYTES("MiB", false, "%,.0f"),
    BYTES("bytes", false, "%,.1f");

    private final String text;
    private final boolean moreIsBetter;
    private final String format;

    Unit(String text, boolean moreIsBetter, String format) {
        this.text = text;
        this.moreIsBetter = moreIsBetter;
        this.format = format;
    }

    /// As it is printed behind a number.
    public String text() {
        return text;
    }

    public boolean moreIsBetter() {
        return moreIsBetter;
    }

    /// The value with its unit.
    public String of(double value) {
        return format.formatted(value) + " " + text;
    }
}
