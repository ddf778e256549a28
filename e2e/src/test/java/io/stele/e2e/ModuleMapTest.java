package io.stele.e2e;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Which module may use which: the map of DESIGN 5 and ARCHITECTURE.md, by packages.
class ModuleMapTest {

    private static final String ROOT_PACKAGE = "io.stele.";

    /// What each module may use of ours besides itself.
    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    entry("model", Set.of()),
                    entry("log", Set.of()),
                    entry("tck", Set.of("model")),
                    entry("memory", Set.of("model")),
                    entry("engine", Set.of("model", "log")),
                    entry("protocol", Set.of("model")),
                    entry("groups", Set.of("model", "protocol")),
                    entry("proofs", Set.of("model", "protocol")),
                    entry("security", Set.of("model", "protocol")),
                    entry("grpc", Set.of("model", "protocol", "groups")),
                    entry("http", Set.of("model", "protocol", "security")),
                    entry("sdk", Set.of("model", "protocol", "groups", "http", "security")),
                    entry("testkit", Set.of("model", "sdk", "memory", "groups", "protocol")),
                    entry("sql", Set.of("model", "sdk", "protocol", "groups", "http")),
                    entry("publish", Set.of("model", "protocol")),
                    entry("publish-kafka", Set.of("model", "publish")),
                    entry("publish-rabbitmq", Set.of("model", "publish")),
                    entry("client", Set.of("model", "protocol", "groups", "grpc")),
                    entry(
                            "server",
                            Set.of(
                                    "model",
                                    "protocol",
                                    "groups",
                                    "proofs",
                                    "grpc",
                                    "http",
                                    "publish",
                                    "security",
                                    "engine")),
                    entry("example", Set.of("model", "sdk", "sql", "groups")));

    /// These may use anything, and nobody may use them but `dist` the others.
    private static final Set<String> ON_TOP = Set.of("bench", "dist");

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.stele");

    @Test
    void everyModuleUsesOnlyWhatTheMapAllows() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass user : CLASSES) {
            for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                JavaClass used = dependency.getTargetClass().getBaseComponentType();
                if (isOurs(used) && !allowed(module(user), module(used))) {
                    violations.add(user.getName() + " uses " + used.getName());
                }
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void classesOfEveryModuleWereSeen() throws IOException {
        Set<String> seen =
                CLASSES.stream()
                        .filter(ModuleMapTest::isOurs)
                        .map(ModuleMapTest::module)
                        .collect(Collectors.toSet());
        for (Path module : Repository.modules()) {
            if (Files.isDirectory(Repository.ROOT.resolve(module).resolve("src/main/java"))) {
                String name = module.startsWith("examples") ? "example" : module.toString();
                assertThat(seen).contains(name);
                assertThat(MAY_USE.containsKey(name) || ON_TOP.contains(name)).as(name).isTrue();
            }
        }
        assertThat(CLASSES).hasSizeGreaterThan(200);
    }

    private static boolean allowed(String user, String used) {
        return user.equals(used)
                || (ON_TOP.contains(user) && !used.equals("dist"))
                || MAY_USE.getOrDefault(user, Set.of()).contains(used);
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ROOT_PACKAGE)
                && !type.getPackageName().startsWith("io.stele.e2e");
    }

    private static String module(JavaClass type) {
        String rest = type.getPackageName().substring(ROOT_PACKAGE.length());
        String[] names = rest.split("[.]", -1);
        String both = names.length > 1 ? names[0] + "-" + names[1] : rest;
        return MAY_USE.containsKey(both) ? both : names[0]; // io.stele.publish.kafka
    }
}
