package io.stele.dist;

import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/// Tells on the error output how far a long work is: over and over on one line where that is a
/// screen, otherwise a line every ten seconds. For one thread.
public final class Progress {

    private static final long SCREEN_NANOS = 200_000_000L;
    private static final long LINE_NANOS = 10_000_000_000L;

    private final Terminal terminal;
    private final String what;
    private final LongSupplier clock;
    private final long started;
    private long lastShown;

    /// @param what is counted, for example `rows`
    /// @param clock nanoseconds, from any start
    public Progress(Terminal terminal, String what, LongSupplier clock) {
        this.terminal = terminal;
        this.what = what;
        this.clock = clock;
        this.started = clock.getAsLong();
        this.lastShown = started;
    }

    /// @param count done so far
    public void at(long count) {
        show(now -> "%,d %s, %,.0f/s".formatted(count, what, count * 1e9 / (now - started)));
    }

    /// For bytes, of which it is known how many there are.
    public void at(long bytesDone, long bytesTotal) {
        show(now -> {
            double rate = Math.max(bytesDone, 1) * 1e9 / (now - started);
            return "%s: %.0f %% of %,.0f MB, %,.0f MB/s, %.0f s left"
                    .formatted(
                            what,
                            100.0 * bytesDone / Math.max(bytesTotal, 1),
                            bytesTotal / 1e6,
                            rate / 1e6,
                            (bytesTotal - bytesDone) / rate);
        });
    }

    private void show(LongFunction<String> line) {
        long now = clock.getAsLong();
        if (now - lastShown < (terminal.interactive() ? SCREEN_NANOS : LINE_NANOS)) {
            return;
        }
        lastShown = now;
        if (terminal.interactive()) {
            terminal.err().print("\r" + line.apply(now) + "\u001b[K"); // clears a longer line
            terminal.err().flush();
        } else {
            terminal.say(line.apply(now));
        }
    }

    /// Makes room for other lines.
    public void clear() {
        if (terminal.interactive()) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
        }
    }

    public double seconds() {
        return (clock.getAsLong() - started) / 1e9;
    }
}
