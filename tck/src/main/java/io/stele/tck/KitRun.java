package io.stele.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// One run of the kit from within a test, to see that the kit catches what it should.
public final class KitRun {

    /// So that a store that never answers fails, too.
    private static final String TIMEOUT_PER_TEST = "30 s";

    private final Set<String> started = Collections.synchronizedSet(new TreeSet<>());
    private final Set<String> passed = Collections.synchronizedSet(new TreeSet<>());
    private final Map<String, Throwable> failed = Collections.synchronizedMap(new TreeMap<>());

    private KitRun() {}

    /// Runs all of `kit`.
    public static KitRun of(Class<?> kit) {
        KitRun run = new KitRun();
        run.execute(kit, CancellationToken.create(), false);
        return run;
    }

    /// Runs `kit` until a test of it fails.
    public static KitRun untilOneFails(Class<?> kit) {
        KitRun run = new KitRun();
        run.execute(kit, CancellationToken.create(), true);
        return run;
    }

    /// The tests that were begun, as `contract.method`.
    public Set<String> started() {
        return Set.copyOf(started);
    }

    public Set<String> passed() {
        return Set.copyOf(passed);
    }

    /// What the tests that did not pass ended with.
    public Map<String, Throwable> failed() {
        return Map.copyOf(failed);
    }

    private void execute(Class<?> kit, CancellationToken token, boolean stopAtFirst) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(kit))
                        .configurationParameter(
                                "junit.jupiter.execution.timeout.testable.method.default",
                                TIMEOUT_PER_TEST)
                        .configurationParameter(
                                "junit.jupiter.execution.timeout.thread.mode.default",
                                "SEPARATE_THREAD")
                        .build();
        TestExecutionListener listener =
                new TestExecutionListener() {
                    @Override
                    public void executionStarted(TestIdentifier test) {
                        if (test.isTest()) {
                            started.add(name(test));
                        }
                    }

                    @Override
                    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                        if (test.isTest() && note(name(test), result) && stopAtFirst) {
                            token.cancel();
                        }
                    }
                };
        LauncherFactory.create()
                .execute(
                        LauncherExecutionRequestBuilder.request(request)
                                .listeners(listener)
                                .cancellationToken(token)
                                .build());
    }

    /// Whether it failed.
    private boolean note(String test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            passed.add(test);
            return false;
        }
        Throwable none = new IllegalStateException("ended without saying why");
        failed.put(test, result.getThrowable().orElse(none));
        return true;
    }

    private static String name(TestIdentifier test) {
        TestSource source = test.getSource().orElse(null);
        return source instanceof MethodSource method
                ? method.getJavaClass().getSimpleName() + "." + method.getMethodName()
                : test.getDisplayName();
    }
}
