package io.stele.sdk;

import io.stele.http.metrics.Metrics;
import io.stele.model.EventStore;
import io.stele.model.Position;
import io.stele.sdk.service.Closing;
import io.stele.sdk.view.ViewEngine;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// A service that answers.
public final class RunningService implements AutoCloseable {

    private static final Duration CAUGHT_UP_MAX = Duration.ofSeconds(30);

    private final URI uri;
    private final EventStore store;
    private final Optional<ViewEngine> views;
    private final Metrics metrics;
    private final String greeting;
    private final Closing closing;

    RunningService(
            URI uri,
            EventStore store,
            Optional<ViewEngine> views,
            Metrics metrics,
            String greeting,
            Closing closing) {
        this.uri = uri;
        this.store = store;
        this.views = views;
        this.metrics = metrics;
        this.greeting = greeting;
        this.closing = closing;
    }

    /// Where it listens, such as `http://127.0.0.1:8420`.
    public URI uri() {
        return uri;
    }

    public EventStore store() {
        return store;
    }

    /// Empty when the service has no view.
    public Optional<ViewEngine> views() {
        return views;
    }

    /// Waits until all views have applied everything that is in the log at this moment, so that no
    /// test has to sleep; for thirty seconds at most.
    ///
    /// @throws io.stele.sdk.view.ViewBehindException when one has failed, or does not get there
    public void awaitCaughtUp() throws InterruptedException {
        Optional<Position> last = store.head().last();
        if (views.isPresent() && last.isPresent()) {
            views.get().awaitApplied(last.get(), CAUGHT_UP_MAX);
        }
    }

    /// What `/metrics` tells.
    public Metrics metrics() {
        return metrics;
    }

    /// Where things are and what to try, in some lines for people.
    public String greeting() {
        return greeting;
    }

    /// Finishes the requests at hand, then stops the views, then the store. May be called more than
    /// once.
    @Override
    public void close() {
        closing.close();
    }
}
