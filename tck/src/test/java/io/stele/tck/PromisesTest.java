package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The table of promises in `docs/testing.md` names tests that exist, from every part of the kit
/// that an `EventStore` has.
class PromisesTest {

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+\\.[a-z]\\w+)`");

    private static Set<String> tests() {
        Set<String> tests = new TreeSet<>();
        for (Class<?> part : EventStoreConformance.class.getDeclaredClasses()) {
            for (Method method : part.getSuperclass().getDeclaredMethods()) {
                tests.add(part.getSimpleName() + "." + method.getName());
            }
        }
        return tests;
    }

    private static Set<String> named() throws IOException {
        Path root = Path.of(System.getProperty("stele.root", ".."));
        Set<String> named = new TreeSet<>();
        NAMED.matcher(Files.readString(root.resolve("docs/testing.md")))
                .results()
                .forEach(match -> named.add(match.group(1)));
        return named;
    }

    @Test
    void everyNamedTestExists() throws IOException {
        assertThat(named()).hasSizeGreaterThan(60);
        assertThat(tests()).containsAll(named());
    }
}
