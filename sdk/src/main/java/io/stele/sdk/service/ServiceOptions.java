package io.stele.sdk.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What the command line of a service says.
///
/// @param store the address of the store; empty: a log in the data directory
public record ServiceOptions(
        String host, int port, Path data, Optional<String> store, boolean insecure, boolean help) {

    private static final int PORT = 8420;

    /// @throws IllegalArgumentException when an option is unknown, lacks its value, or has a wrong
    ///     one
    public static ServiceOptions parse(List<String> arguments) {
        ServiceOptions options =
                new ServiceOptions(
                        "127.0.0.1", PORT, Path.of("data"), Optional.empty(), false, false);
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String argument = rest.pop();
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && equals > 0) {
                rest.push(argument.substring(equals + 1));
                argument = argument.substring(0, equals);
            }
            options = options.with(argument, rest);
        }
        return options;
    }

    private ServiceOptions with(String option, Deque<String> rest) {
        return switch (option) {
            case "--host" ->
                    new ServiceOptions(value(option, rest), port, data, store, insecure, help);
            case "--port" ->
                    new ServiceOptions(
                            host, port(value(option, rest)), data, store, insecure, help);
            case "--data" ->
                    new ServiceOptions(
                            host, port, Path.of(value(option, rest)), store, insecure, help);
            case "--store" ->
                    new ServiceOptions(
                            host, port, data, Optional.of(value(option, rest)), insecure, help);
            case "--insecure" -> new ServiceOptions(host, port, data, store, true, help);
            case "--help", "-h" -> new ServiceOptions(host, port, data, store, insecure, true);
            default -> throw new IllegalArgumentException("unknown option " + option);
        };
    }

    private static String value(String option, Deque<String> rest) {
        String value = rest.poll();
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("option " + option + " needs a value");
        }
        return value;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "--port must be a number from 0 to 65535, but is \"" + text + "\"");
    }

    /// As long as nobody has to prove who they are, only this machine may reach a service.
    ///
    /// @throws IllegalArgumentException when the host is not loopback and `--insecure` is not given
    public void checkReach() {
        try {
            if (!insecure && !InetAddress.getByName(host).isLoopbackAddress()) {
                throw new IllegalArgumentException(
                        "refusing to listen on "
                                + host
                                + ": without TLS and authentication, everyone who can reach it could"
                                + " read and write everything. Listen on 127.0.0.1, or say --insecure"
                                + " if that is what you want");
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no such host: " + host, e);
        }
    }

    /// The store named, or the one in the data directory.
    public String storeAddress() {
        return store.orElseGet(() -> "embedded:" + data);
    }

    /// Whether the log belongs to this process, which then serves the store's own endpoints too.
    public boolean ownsStore() {
        return !storeAddress().startsWith("stele:") && !storeAddress().startsWith("steles:");
    }

    public Path viewsFile() {
        return data.resolve("views.db");
    }

    public static String help(String name) {
        return """
        %s: a service on Stele

          --port PORT      port to listen on (default 8420; 0: any free one)
          --host HOST      address to listen on (default 127.0.0.1)
          --data DIR       where log and views are kept (default data)
          --store ADDRESS  another store than the log in the data directory, for example
                           stele://127.0.0.1:8420
          --insecure       let other machines in, though nobody proves who they are
          --help           this text
        """
                .formatted(name);
    }
}
