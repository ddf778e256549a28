package io.stele.sql;

import io.stele.sdk.view.ProjectionStatus.Repair;
import io.stele.sdk.view.ViewState;
import io.stele.sql.Generation.Role;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Looks a few times a second at what the database says about the views, and sees to it: a runner
/// for each generation that this process's code makes and that is to be kept up to date, orders for
/// it, and how far readers see where another process does the work.
final class Watch implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Watch.class.getName());
    private static final long LOOK_MILLIS = 100;

    private final Tools tools;
    private final ReadPool readers;
    private final Map<String, Watched> views = new TreeMap<>();
    private final List<Runner> leaving = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /// A view of this process's code.
    private static final class Watched {
        private final Supplier<Projection> projections;
        private final Projection first;
        private final String fingerprint;
        private final Progress progress = new Progress();
        private final Map<Long, Runner> runners = new HashMap<>();

        Watched(Supplier<Projection> projections) {
            this.projections = projections;
            this.first = projections.get();
            this.fingerprint = first.definition().fingerprint();
        }
    }

    /// What the database says about a view.
    record Seen(List<Generation> generations, boolean paused, List<Repair> repairs) {

        Optional<Generation> serving() {
            return generations.stream().filter(Generation::serving).findFirst();
        }
    }

    /// @param projections each makes projections of a view, for a runner each
    Watch(Tools tools, ReadPool readers, List<Supplier<Projection>> projections) {
        this.tools = tools;
        this.readers = readers;
        for (Supplier<Projection> each : projections) {
            Watched watched = new Watched(each);
            String view = watched.first.definition().view();
            if (views.putIfAbsent(view, watched) != null) {
                throw new IllegalArgumentException("two views have the name " + view);
            }
        }
        this.thread = Thread.ofPlatform().name("views-watch").daemon().unstarted(this::run);
    }

    void start() {
        look();
        thread.start();
    }

    List<String> names() {
        return List.copyOf(views.keySet());
    }

    boolean has(String view) {
        return views.containsKey(view);
    }

    /// @throws IllegalArgumentException when there is no such view
    Progress progress(String view) {
        return watched(view).progress;
    }

    /// What the code of this process makes.
    Definition definition(String view) {
        return watched(view).first.definition();
    }

    boolean isByStream(String view) {
        return watched(view).first.isByStream();
    }

    private Watched watched(String view) {
        Watched watched = views.get(view);
        if (watched == null) {
            throw new IllegalArgumentException(
                    "no view \"" + view + "\"; there are: " + String.join(", ", views.keySet()));
        }
        return watched;
    }

    private void run() {
        try {
            while (!stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    look();
                } catch (RuntimeException e) {
                    LOG.log(Level.DEBUG, "the database of views cannot be asked", e);
                }
            }
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    Seen see(Connection connection, String view) throws SQLException {
        return new Seen(
                tools.catalogue().all(connection, view),
                tools.catalogue().isPaused(connection, view),
                Incidents.repairs(connection, view));
    }

    /// Looks at once.
    synchronized void look() {
        Map<String, Seen> seen =
                readers.read(connection -> {
                    Map<String, Seen> all = new HashMap<>();
                    for (String view : views.keySet()) {
                        all.put(view, see(connection, view));
                    }
                    return all;
                });
        if (stop.getCount() > 0) {
            seen.forEach((view, what) -> see(watched(view), what));
        }
    }

    private void see(Watched view, Seen seen) {
        Map<Long, Runner> unwanted = new HashMap<>(view.runners);
        for (Generation generation : seen.generations()) {
            if (generation.role().runs() && generation.fingerprint().equals(view.fingerprint)) {
                unwanted.remove(generation.number());
                runner(view, generation).obey(orders(generation, seen));
            }
        }
        unwanted.forEach((number, runner) -> {
            runner.stop();
            view.runners.remove(number);
            leaving.add(runner);
        });
        seen.serving().ifPresent(serving -> tellReaders(view, serving, seen));
    }

    private Runner runner(Watched view, Generation generation) {
        Runner there = view.runners.get(generation.number());
        if (there != null) {
            return there;
        }
        Runner runner = new Runner(tools, view.projections.get(), generation, view.progress);
        view.runners.put(generation.number(), runner);
        runner.start();
        return runner;
    }

    private static Orders orders(Generation generation, Seen seen) {
        return new Orders(
                seen.paused(),
                generation.notes().attempts(),
                seen.repairs().stream()
                        .filter(repair -> repair.build() == generation.number())
                        .filter(repair -> repair.outcome().equals(Incidents.ASKED))
                        .map(Repair::stream)
                        .toList());
    }

    /// Where the runner of this process does not know better. What once stopped a generation that has
    /// a runner here says nothing: that one tries again.
    private void tellReaders(Watched view, Generation serving, Seen seen) {
        Runner runner = view.runners.get(serving.number());
        if (runner != null && runner.speaksForTheView()) {
            return;
        }
        view.progress.move(serving, serving.checkpoint());
        if (runner == null && serving.notes().failure().isPresent()) {
            view.progress.fail(serving.notes().failure().get());
        } else {
            view.progress.enter(state(view, serving, seen));
        }
    }

    private ViewState state(Watched view, Generation serving, Seen seen) {
        if (seen.paused()) {
            return ViewState.PAUSED;
        }
        if (serving.checkpoint().compareTo(tools.store().head()) >= 0) {
            return ViewState.LIVE;
        }
        boolean someoneRuns =
                serving.fingerprint().equals(view.fingerprint)
                        || seen.generations().stream().anyMatch(g -> g.role() == Role.BUILDING);
        return someoneRuns ? ViewState.CATCHING_UP : ViewState.PAUSED;
    }

    @Override
    public void close() {
        stop.countDown();
        List<Runner> all;
        synchronized (this) {
            all = new ArrayList<>(leaving);
            views.values().forEach(view -> all.addAll(view.runners.values()));
        }
        all.forEach(Runner::stop);
        all.forEach(Runner::close);
    }
}
