package io.stele.sdk.view;

import io.stele.http.BodyWriter;
import io.stele.http.Sse;
import io.stele.http.StreamingBody;
import io.stele.model.Checkpoint;
import io.stele.model.Position;
import io.stele.protocol.ProblemKind;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The answer to a query as server-sent events: the page as it is (`rows`), then what makes of each
/// the next one (`change`), without end. Each message has the position that it contains the log up
/// to; the client's copy is the answer at exactly that position. Changes that follow one another
/// faster than they are taken come as one, so a slow client costs no memory; a client that comes
/// back gets the whole page again.
///
/// `state` tells that the view has stopped or goes on; `progress` that nothing has changed for a
/// while.
final class LiveQuery implements StreamingBody {

    /*
     * The view tells when it has moved, and then the query is made again: what a query reads is of
     * one moment, so nothing is missed between two of them. What that costs is bounded by turns, and
     * by a pause after each that grows with what the query took.
     */

    private static final long PAUSE_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int PAUSE_FACTOR = 9; // a live query takes a tenth of a thread at most

    /// Rows that somebody changed beside the log are seen after so long.
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ViewEngine views;
    private final String view;
    private final ViewQuery query;
    private final Optional<Position> notBefore;
    private final Runnable access;
    private final LiveTurns turns;

    private Optional<ViewPage.Version> version = Optional.empty();
    private ShownRows shown;
    private Checkpoint applied = Checkpoint.START;
    private ViewState state = ViewState.LIVE;
    private long lastQuery;
    private long pauseNanos;

    /// @param notBefore the first page contains this position
    /// @param access throws when the client may not see the view any more
    LiveQuery(
            ViewEngine views,
            String view,
            ViewQuery query,
            Optional<Position> notBefore,
            Runnable access,
            LiveTurns turns) {
        this.views = views;
        this.view = view;
        this.query = query;
        this.notBefore = notBefore;
        this.access = access;
        this.turns = turns;
        this.shown = new ShownRows("");
    }

    @Override
    public void writeTo(BodyWriter out) throws IOException, InterruptedException {
        ViewPage first = ask().orElseThrow(); // a query that cannot be answered is a 400
        if (notBefore.isEmpty() || first.applied().covers(notBefore.get())) {
            write(first, out);
        }
        int quiet = 0;
        while (!out.shouldEnd()) {
            out.flush();
            quiet = step(out) ? 0 : quiet + 1;
            if (quiet == Sse.QUIET_LOOKS) {
                Sse.write(out, "progress", applied.last(), ViewJson.progress(applied));
                quiet = 0;
            }
        }
    }

    /// Waits for the view to move, and tells what became of it.
    ///
    /// @return whether anything was written
    private boolean step(BodyWriter out) throws IOException, InterruptedException {
        ViewProgress progress = awaitChange();
        access.run();
        boolean written = writeState(progress, out);
        if (notBefore.isPresent() && !progress.covers(notBefore.get())) {
            return written;
        }
        Optional<ViewPage> page = ask();
        applied = later(applied, page.map(ViewPage::applied).orElse(progress.applied()));
        return page.isPresent() ? write(page.get(), out) || written : written;
    }

    private ViewProgress awaitChange() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(pauseNanos);
        pauseNanos = 0;
        ViewProgress progress = views.awaitApplied(view, Position.of(applied.next()), Sse.LOOK);
        if (progress.failure().isPresent()) { // then it did not wait
            Thread.sleep(Sse.LOOK);
        }
        return progress;
    }

    private boolean writeState(ViewProgress progress, BodyWriter out) throws IOException {
        if (stands(progress.state()) == stands(state)) {
            return false;
        }
        state = progress.state();
        Sse.write(out, "state", applied.last(), ViewJson.state(progress));
        return true;
    }

    private static boolean stands(ViewState state) {
        return switch (state) {
            case PAUSED, FAILED -> true;
            case CATCHING_UP, LIVE -> false;
        };
    }

    /// The page, when it may differ from the one before.
    private Optional<ViewPage> ask() throws InterruptedException {
        boolean whole = version.isEmpty() || System.nanoTime() - lastQuery > AGAIN_NANOS;
        try (LiveTurns.Turn turn = turns.take()) {
            Optional<ViewPage> page =
                    whole
                            ? Optional.of(views.query(view, query))
                            : views.queryUnless(view, query, version.get());
            if (page.isPresent()) {
                pauseNanos = Math.max(PAUSE_NANOS_MIN, PAUSE_FACTOR * turn.nanos());
                lastQuery = System.nanoTime();
            }
            return page;
        } catch (InvalidViewQueryException e) {
            throw ProblemKind.INVALID_PARAMETER.exception(e.reason());
        }
    }

    private boolean write(ViewPage page, BodyWriter out) throws IOException {
        applied = later(applied, page.applied());
        boolean otherTables = !version.map(ViewPage.Version::tables).equals(tables(page));
        version = Optional.of(page.version());
        if (otherTables) {
            String key = views.describe(view).map(ViewDescription::key).orElseThrow();
            shown = new ShownRows(key);
            var unused = shown.show(page);
            Sse.write(out, "rows", page.applied().last(), ViewJson.page(page));
            return true;
        }
        Optional<ShownRows.Difference> difference = shown.show(page);
        if (difference.isPresent()) {
            ShownRows.Difference change = difference.get();
            Sse.write(
                    out,
                    "change",
                    page.applied().last(),
                    ViewJson.change(page, change.removed(), change.changed()));
        }
        return difference.isPresent();
    }

    private static Optional<String> tables(ViewPage page) {
        return Optional.of(page.version().tables());
    }

    private static Checkpoint later(Checkpoint a, Checkpoint b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
