package io.stele.sdk;

import io.stele.groups.GroupName;
import io.stele.http.Draining;
import io.stele.http.EndpointProvider;
import io.stele.http.EndpointProvider.Served;
import io.stele.http.HealthRoutes;
import io.stele.http.HttpOptions;
import io.stele.http.HttpServer;
import io.stele.http.OtherProtocol;
import io.stele.http.Reach;
import io.stele.http.Router;
import io.stele.http.metrics.Metrics;
import io.stele.http.metrics.MetricsRoute;
import io.stele.model.EventStore;
import io.stele.model.SnapshotStore;
import io.stele.model.StoreException;
import io.stele.protocol.CommandExecutor;
import io.stele.sdk.command.CommandHandler;
import io.stele.sdk.reactor.Reactor;
import io.stele.sdk.schema.CheckedAppends;
import io.stele.sdk.schema.EventSchemas;
import io.stele.sdk.service.Aggregates;
import io.stele.sdk.service.Closing;
import io.stele.sdk.service.CommandRoutes;
import io.stele.sdk.service.EventRoutes;
import io.stele.sdk.service.Greeting;
import io.stele.sdk.service.HistoryRoutes;
import io.stele.sdk.service.Hosted;
import io.stele.sdk.service.HostedCommands;
import io.stele.sdk.service.OpenApi;
import io.stele.sdk.service.RefusedCommands;
import io.stele.sdk.service.ServiceOptions;
import io.stele.sdk.service.ServiceReactors;
import io.stele.sdk.service.StateRoutes;
import io.stele.sdk.service.ViewMetrics;
import io.stele.sdk.view.ProjectionRoutes;
import io.stele.sdk.view.StateField;
import io.stele.sdk.view.StateView;
import io.stele.sdk.view.View;
import io.stele.sdk.view.ViewDescription;
import io.stele.sdk.view.ViewEngine;
import io.stele.sdk.view.ViewEngineContext;
import io.stele.sdk.view.ViewEngineProvider;
import io.stele.sdk.view.ViewRoutes;
import io.stele.security.Authenticator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// A service: deciders and views behind HTTP, on a log of its own or on a Stele server.
///
/// ```java
/// SteleService.named("bank").decider(ACCOUNT).view(new AccountsView()).run(args);
/// ```
///
/// Filled by one thread, then started.
public final class SteleService {

    private record Entry<C, E, S>(Decider<C, E, S> decider, List<StateField> fields) {

        Hosted<C, E, S> host(
                EventStore store,
                SnapshotStore snapshots,
                CommandHandler.Options options,
                Closing closing) {
            return new Hosted<>(closing.add(CommandHandler.of(store, snapshots, decider, options)));
        }

        StateView<S> stateView() {
            return StateView.of(decider, fields);
        }
    }

    private final String name;
    private final List<Entry<?, ?, ?>> deciders = new ArrayList<>();
    private final List<View> views = new ArrayList<>();
    private final List<Reactor<?, ?, ?>> reactors = new ArrayList<>();
    private Function<EventStore, Authenticator> authentication = store -> Authenticator.off();
    private boolean hasAuthentication;
    private CommandHandler.Options options = CommandHandler.Options.DEFAULT;
    private Optional<SnapshotStore> snapshots = Optional.empty();
    private List<String> checkedCategories = List.of();
    private boolean auditsRefusals;

    private SteleService(String name) {
        this.name = name;
    }

    /// @param name for people, such as `bank`
    public static SteleService named(String name) {
        return new SteleService(name);
    }

    /// Serves the commands and the states of a decider, and a generic view of them that is named
    /// after the category.
    ///
    /// @param indexedFields components of the state record that the generic view can be filtered
    ///     and sorted by
    public <S> SteleService decider(Decider<?, ?, S> decider, String... indexedFields) {
        deciders.add(new Entry<>(decider, StateField.of(decider.stateType(), indexedFields)));
        return this;
    }

    public SteleService view(View view) {
        views.add(view);
        return this;
    }

    /// Adds a view that is made by its public constructor without parameters.
    ///
    /// @throws IllegalArgumentException when it has none, or that one fails
    public SteleService view(Class<? extends View> type) {
        return view(make(type));
    }

    /// Reacts to the events of a decider of this service.
    public SteleService reactor(Reactor<?, ?, ?> reactor) {
        reactors.add(reactor);
        return this;
    }

    /// Adds a reactor that is made by its public constructor without parameters.
    ///
    /// @throws IllegalArgumentException when it has none, or that one fails
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    public SteleService reactor(Class<? extends Reactor> type) {
        return reactor(make(type));
    }

    private static <T> T make(Class<T> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    type.getName()
                            + " cannot be made: what is given as a class has to be public and have a"
                            + " public constructor without parameters that does not fail",
                    e);
        }
    }

    /// How it is found out who sends commands and asks for states; without this, whoever reaches the
    /// service may do everything. The name of the principal becomes the actor of events.
    ///
    /// @param other gets the service's store. [AccountAuthenticator#of] takes the users and keys in
    ///     it; a service within a framework gives an [Authenticator] that asks that one. Closed with
    ///     the service where it can be
    public SteleService authentication(Function<EventStore, Authenticator> other) {
        authentication = other;
        hasAuthentication = true;
        return this;
    }

    /// How commands are handled, for all deciders.
    public SteleService options(CommandHandler.Options other) {
        options = other;
        return this;
    }

    /// Refuses events of these categories, whoever appends them through this service's port, that are
    /// not as their decider's records say; see [CheckedAppends]. Commands need no such check.
    ///
    /// @param categories of deciders of this service
    public SteleService checkedEvents(String... categories) {
        checkedCategories = List.of(categories);
        return this;
    }

    /// Writes down each command of a client that the domain refused, before the refusal is answered:
    /// who, when, which command, why; not what it said. An event `$CommandRefused` in `$refused-` and
    /// the category, for admins to read. Without this a refusal leaves no trace.
    public SteleService auditRefusals() {
        auditsRefusals = true;
        return this;
    }

    /// Where snapshots of states are kept, for all deciders; without this, in the event store. With
    /// `stele-sql` it may be a table: `SqlSnapshotStore`. Stays open.
    public SteleService snapshots(SnapshotStore other) {
        snapshots = Optional.of(other);
        return this;
    }

    /// Serves until the process is told to stop (Ctrl-C, SIGTERM). When the service cannot start, it
    /// says why in one line and ends the process: code 2 for wrong arguments, else 1.
    ///
    /// @param args as a command line; `--help` lists what there is
    public void run(String... args) {
        int code = runUntilStopped(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    private int runUntilStopped(String... args) {
        ServiceOptions settings;
        try {
            settings = ServiceOptions.parse(List.of(args));
            checkReach(settings, hasAuthentication);
        } catch (IllegalArgumentException e) {
            System.err.println(name + ": " + e.getMessage() + " (--help lists the options)");
            return 2;
        }
        if (settings.help()) {
            System.out.print(ServiceOptions.help(name));
            return 0;
        }
        try {
            RunningService service = start(settings);
            System.out.print(service.greeting());
            return waitForTheEnd(service);
        } catch (IllegalArgumentException
                | IllegalStateException
                | UncheckedIOException
                | StoreException e) {
            IOException io =
                    e instanceof UncheckedIOException unchecked ? unchecked.getCause() : null;
            String why = io == null ? e.getMessage() : io.getMessage();
            System.err.println(name + " cannot start: " + why);
            return 1;
        }
    }

    private int waitForTheEnd(RunningService service) {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("stele-stop")
                                .unstarted(() -> {
                                    service.close();
                                    System.out.println(name + " has stopped");
                                }));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /// Starts and returns when it answers, for tests and for services within a larger program.
    ///
    /// @param args as for [#run]; `--port=0` takes any free port
    /// @throws IllegalArgumentException when an argument, a decider or a view is wrong
    /// @throws StoreException when the store cannot be opened
    /// @throws UncheckedIOException when the port or the directory cannot be had
    public RunningService start(String... args) {
        return start(ServiceOptions.parse(List.of(args)));
    }

    private RunningService start(ServiceOptions settings) {
        checkReach(settings, hasAuthentication);
        Closing closing = new Closing();
        try {
            return start(settings, closing);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private RunningService start(ServiceOptions settings, Closing closing) {
        for (Entry<?, ?, ?> entry : deciders) {
            check(entry.decider());
        }
        reactors.forEach(this::checkReactor);
        List<Decider<?, ?, ?>> checked = checkedDeciders();
        createDirectory(settings);
        EventStore store = closing.add(EventStore.open(settings.storeAddress()));
        Optional<ViewEngine> engine = openViews(settings, store);
        engine.ifPresent(closing::add);
        List<Hosted<?, ?, ?>> hosted = new ArrayList<>();
        for (Entry<?, ?, ?> entry : deciders) {
            hosted.add(entry.host(store, snapshots.orElseGet(store::snapshots), options, closing));
        }
        Aggregates aggregates = new Aggregates(hosted);
        ServiceReactors running =
                closing.add(new ServiceReactors(store, aggregates.handlers(), reactors));
        Router router = new Router();
        CommandExecutor commands =
                new HostedCommands(
                        aggregates,
                        router.metrics(),
                        auditsRefusals
                                ? Optional.of(new RefusedCommands(store))
                                : Optional.empty());
        List<EndpointProvider> providers =
                ServiceLoader.load(EndpointProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        settings.storeDirectory()
                .ifPresent(directory -> providers.forEach(each -> each.keepFilesIn(directory)));
        addRoutes(router, store, aggregates, commands, engine);
        EventStore offered = checked.isEmpty() ? store : new CheckedAppends(store, checked);
        Served served =
                new Served(
                        settings.ownsStore() ? Optional.of(offered) : Optional.empty(),
                        Optional.of(commands),
                        router.metrics());
        Draining draining = new Draining();
        served.store()
                .ifPresentOrElse(
                        own -> providers.forEach(each -> each.addTo(router, own)),
                        () -> HealthRoutes.addTo(router, store, draining));
        providers.forEach(each -> closing.add(each::close));
        Authenticator authenticator = authenticator(store, closing);
        checkReach(settings, authenticator.isOn());
        HttpOptions listen = settings.http().withAuthenticator(authenticator);
        running.start(router.metrics()); // before the first command comes
        HttpServer http =
                closing.add(HttpServer.start(listen, router, protocols(providers, served, listen)));
        closing.add(() -> drain(providers, draining, http, settings.drainDelay()));
        URI uri = uri(listen, http.address().getPort());
        String greeting =
                Greeting.of(
                        name,
                        uri.toString(),
                        settings,
                        aggregates,
                        describe(engine).stream().map(ViewDescription::name).toList());
        return new RunningService(uri, store, engine, router.metrics(), greeting, closing);
    }

    private static void checkReach(ServiceOptions settings, boolean hasAuthentication) {
        Reach.check(
                settings.http(),
                hasAuthentication,
                settings.insecure(),
                "--tls-certificate, SteleService.authentication");
    }

    /// Says that the service is going to stop, and goes on for a moment.
    private static void drain(
            List<EndpointProvider> providers, Draining draining, HttpServer http, Duration delay) {
        draining.begin();
        providers.forEach(EndpointProvider::drain);
        http.announceClose();
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Authenticator authenticator(EventStore store, Closing closing) {
        Authenticator authenticator = authentication.apply(store);
        if (authenticator instanceof AutoCloseable closeable) {
            closing.add(closeable);
        }
        return authenticator;
    }

    /// What is wrong with a decider is said before anything is opened.
    private static <C, E> void check(Decider<C, E, ?> decider) {
        var unused = List.of(EventCodec.of(decider), CommandCodec.of(decider.commandType()));
    }

    private void checkReactor(Reactor<?, ?, ?> reactor) {
        GroupName unused = GroupName.of(reactor.name());
        String source = reactor.source().category();
        if (deciders.stream().noneMatch(entry -> entry.decider().category().equals(source))) {
            throw new IllegalArgumentException(
                    "reactor %s hears the events of %s, which the service does not have: add .decider(…)"
                            .formatted(reactor.name(), source));
        }
        if (reactors.stream().filter(each -> each.name().equals(reactor.name())).count() > 1) {
            throw new IllegalArgumentException("two reactors are named " + reactor.name());
        }
    }

    private List<Decider<?, ?, ?>> allDeciders() {
        List<Decider<?, ?, ?>> all = new ArrayList<>();
        deciders.forEach(entry -> all.add(entry.decider()));
        return all;
    }

    private List<Decider<?, ?, ?>> checkedDeciders() {
        List<Decider<?, ?, ?>> checked = new ArrayList<>();
        for (String category : checkedCategories) {
            checked.add(
                    allDeciders().stream()
                            .filter(decider -> decider.category().equals(category))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "no decider has the category \""
                                                    + category
                                                    + "\" whose events are to be checked")));
        }
        return checked;
    }

    private static void createDirectory(ServiceOptions settings) {
        try {
            Files.createDirectories(settings.data());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    new IOException("the data directory cannot be made: " + e, e));
        }
    }

    private Optional<ViewEngine> openViews(ServiceOptions settings, EventStore store) {
        Optional<ViewEngineProvider> provider =
                ServiceLoader.load(ViewEngineProvider.class).findFirst();
        if (provider.isEmpty() && !views.isEmpty()) {
            throw new IllegalArgumentException(
                    "there are views, but nothing that keeps them: add stele-sql to the class path");
        }
        List<StateView<?>> stateViews = new ArrayList<>();
        deciders.forEach(entry -> stateViews.add(entry.stateView()));
        return provider.map(found ->
                found.open(
                        new ViewEngineContext(
                                store,
                                settings.viewDatabase(),
                                views,
                                stateViews,
                                Clock.systemUTC(),
                                settings.viewOptions())));
    }

    private void addRoutes(
            Router router,
            EventStore store,
            Aggregates aggregates,
            CommandExecutor commands,
            Optional<ViewEngine> engine) {
        CommandRoutes.addTo(router, commands);
        StateRoutes.addTo(router, aggregates, store);
        HistoryRoutes.addTo(router, aggregates, store);
        engine.ifPresent(views -> ViewRoutes.addTo(router, views));
        engine.ifPresent(views -> ProjectionRoutes.addTo(router, views.projections()));
        EventSchemas schemas = EventSchemas.of(allDeciders());
        EventRoutes.addTo(router, schemas);
        OpenApi.addTo(router, name, aggregates, describe(engine), schemas);
        engine.ifPresent(views -> addLag(views, store, router.metrics()));
        MetricsRoute.addTo(router);
    }

    private static void addLag(ViewEngine views, EventStore store, Metrics metrics) {
        for (ViewDescription view : views.describe()) {
            metrics.gauge(
                    "stele_view_lag_events",
                    "Positions between the end of the log and what readers of a view see.",
                    "view",
                    view.name(),
                    () -> lag(views, view.name(), store));
            ViewMetrics.addTo(metrics, views.projections(), view.name());
        }
    }

    private static double lag(ViewEngine views, String view, EventStore store) {
        try {
            return Math.max(0, store.head().next() - views.applied(view).next());
        } catch (StoreException e) {
            return Double.NaN;
        }
    }

    /// What there is besides HTTP, on the same port.
    private static List<OtherProtocol> protocols(
            List<EndpointProvider> providers, Served served, HttpOptions listen) {
        return providers.stream()
                .flatMap(provider -> provider.otherProtocol(served, listen).stream())
                .toList();
    }

    private static List<ViewDescription> describe(Optional<ViewEngine> engine) {
        return engine.map(ViewEngine::describe).orElse(List.of());
    }

    private static URI uri(HttpOptions listen, int port) {
        String scheme = listen.tls().isPresent() ? "https" : "http";
        String host = listen.host();
        return URI.create(
                scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }
}
