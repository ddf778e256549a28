package io.stele.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server of a test's own, from the programs that are installed on this machine: on
/// loopback, at a free port, without a password, gone when it is closed or the process ends. What it
/// writes is not synced, so it outlives its own end but not the machine's.
///
/// PostgreSQL does not run as root; for root it runs as the user `postgres`.
public final class PrivatePostgres implements AutoCloseable {

    private static final int SECONDS_MAX = 60;

    private final Path programs;
    private final Path directory;
    private final int port;
    private final AtomicInteger schemas = new AtomicInteger();
    private final Thread atExit = new Thread(this::killAndForget, "postgres-stop");
    private @Nullable Process process;

    private PrivatePostgres(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /// Why there can be none on this machine.
    ///
    /// @return empty when there can be one
    public static Optional<String> missing() {
        if (programs().isEmpty()) {
            return Optional.of(
                    "PostgreSQL is not installed: no initdb in /usr/lib/postgresql/*/bin, /usr/bin");
        }
        return isRoot() && !canBecomePostgres()
                ? Optional.of("root cannot become the user postgres here (setpriv, util-linux)")
                : Optional.empty();
    }

    /// Makes a cluster and starts it; takes about two seconds.
    ///
    /// @throws IllegalStateException when there can be none; see [#missing()]
    public static PrivatePostgres start() {
        missing()
                .ifPresent(why -> {
                    throw new IllegalStateException(why);
                });
        try {
            Path directory = directory();
            PrivatePostgres made =
                    new PrivatePostgres(programs().orElseThrow(), directory, freePort());
            Runtime.getRuntime().addShutdownHook(made.atExit);
            made.initialize();
            made.restart();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A JDBC URL of the whole database.
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=stele";
    }

    /// A JDBC URL whose tables are in a schema of their own, which is made here.
    public String newSchema() {
        String schema = "s" + schemas.incrementAndGet();
        run(
                "psql",
                "-h",
                "127.0.0.1",
                "-p",
                "" + port,
                "-U",
                "stele",
                "-d",
                "postgres",
                "-qc",
                "CREATE SCHEMA " + schema);
        return url() + "&currentSchema=" + schema;
    }

    /// Ends all of the server at once, as a crash would.
    public void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        List<ProcessHandle> all = new ArrayList<>(running.descendants().toList());
        all.addFirst(running.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        await(() -> all.stream().noneMatch(ProcessHandle::isAlive), "the server did not end");
        process = null;
    }

    /// Starts a server that was killed; returns when it answers.
    public void restart() {
        try {
            Files.deleteIfExists(directory.resolve("data/postmaster.pid"));
            process =
                    start(
                            "postgres",
                            "-D",
                            directory.resolve("data").toString(),
                            "-h",
                            "127.0.0.1",
                            "-p",
                            Integer.toString(port),
                            "-k",
                            "",
                            "-c",
                            "fsync=off",
                            "-c",
                            "max_connections=200");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await(() -> answers(), "the server does not answer");
    }

    private void initialize() {
        run(
                "initdb",
                "-D",
                directory.resolve("data").toString(),
                "-U",
                "stele",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
                "--locale=C");
    }

    /// A port that is open is not yet a server that has recovered.
    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        } catch (IOException e) {
            return false;
        }
        try {
            return start("pg_isready", "-h", "127.0.0.1", "-p", Integer.toString(port), "-q")
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run(String program, String... arguments) {
        try {
            Process run = start(program, arguments);
            if (!run.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || run.exitValue() != 0) {
                run.destroyForcibly();
                throw new IllegalStateException(
                        program + " failed: " + Files.readString(directory.resolve("log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Process start(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(
                    List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
                .start();
    }

    private static void await(BooleanSupplier condition, String otherwise) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(otherwise);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private static Optional<Path> programs() {
        List<Path> candidates = new ArrayList<>();
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            versions.sorted(Comparator.reverseOrder())
                    .forEach(version -> candidates.add(version.resolve("bin")));
        } catch (IOException e) {
            // none there
        }
        candidates.add(Path.of("/usr/bin"));
        candidates.add(Path.of("/usr/local/bin"));
        return candidates.stream().filter(p -> Files.isExecutable(p.resolve("initdb"))).findFirst();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean canBecomePostgres() {
        return Files.isExecutable(Path.of("/usr/bin/setpriv")) && hasUser();
    }

    private static boolean hasUser() {
        try {
            return Files.readString(Path.of("/etc/passwd")).contains("\npostgres:");
        } catch (IOException e) {
            return false;
        }
    }

    /// Below the directory for temporary files, unless the server's user cannot get there.
    private static Path directory() throws IOException {
        Path usual = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        Path parent = !isRoot() || othersGetTo(usual) ? usual : Path.of("/tmp");
        Path directory = Files.createTempDirectory(parent, "postgres-");
        if (isRoot()) {
            Files.setOwner(
                    directory,
                    directory
                            .getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("postgres"));
        }
        return directory;
    }

    private static boolean othersGetTo(Path path) throws IOException {
        for (Path each = path; each != null; each = each.getParent()) {
            if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void killAndForget() {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        killAndForget();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the process is ending anyway
        }
    }
}
