package io.stele.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// The clone that the tests run in.
final class Repository {

    static final Path ROOT =
            Path.of(Objects.requireNonNull(System.getProperty("stele.root"), "stele.root"));

    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", ".vscode");

    private Repository() {}

    /// The modules of the root pom, as directories below the root.
    static List<Path> modules() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        List<Path> modules =
                Pattern.compile("<module>(.+)</module>")
                        .matcher(pom)
                        .results()
                        .map(match -> Path.of(match.group(1)))
                        .toList();
        assertThat(modules).hasSizeGreaterThan(10);
        return modules;
    }

    /// Every file that is kept in the repository, below the root.
    static List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(
                    ROOT,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path directory, BasicFileAttributes attributes) {
                            boolean skip =
                                    NOT_OURS.contains(directory.getFileName().toString())
                                            || directory.equals(ROOT.resolve("data"));
                            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile()
                                    && !file.getFileName().toString().equals(".git")) {
                                files.add(ROOT.relativize(file));
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
