package io.stele.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process that is killed and started again, on the same port and with the same files.
final class Restarted implements AutoCloseable {

    private static final int TRIES_MAX = 20;

    private final Path directory;
    private final String[] command;
    private final int port;
    private Stele process;

    /// Starts it and waits until it is ready.
    ///
    /// @param command for `./stele`; `--port` is added
    Restarted(Path directory, String... command) throws IOException, InterruptedException {
        this.directory = directory;
        this.port = freePort();
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--port", Integer.toString(port)));
        this.command = all.toArray(String[]::new);
        this.process = start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /// SIGKILL, and up again. What it needs may be away at the moment; then it is tried again.
    void killAndRestart() throws IOException, InterruptedException {
        process.kill();
        process = start();
    }

    private Stele start() throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            Stele started = Stele.start(directory, command);
            try {
                started.awaitReady();
                return started;
            } catch (AssertionError e) {
                started.close();
                if (tries == TRIES_MAX) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
