package io.stele.dist;

import io.stele.model.EventStore;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which store a command works on.
public final class StoreOption {

    private static final String EMBEDDED = "embedded:";

    @Option(
            names = "--store",
            paramLabel = "ADDRESS",
            defaultValue = "${STELE_STORE:-stele://127.0.0.1:8420}",
            description = {
                "stele://HOST:PORT[,HOST:PORT...] for a server, steles://HOST:PORT for one with TLS,"
                        + " embedded:DIR for a log that no process has open.",
                "Who you are is taken from STELE_API_KEY, STELE_TOKEN, or STELE_USER and"
                        + " STELE_PASSWORD_FILE; STELE_TRUST names a PEM file for TLS. As a part of"
                        + " the address: steles://HOST?trust=ca.pem&user=alice&password-file=FILE"
                        + " (also: api-key-file, token-file, certificate, key).",
                "Default: $STELE_STORE, or stele://127.0.0.1:8420."
            })
    private String address = "";

    /// Opens the store; an embedded one is made where there is none.
    public EventStore open() {
        return EventStore.open(address);
    }

    /// The directory of an embedded store, for what is done to its files.
    Path directory() {
        if (!address.startsWith(EMBEDDED)) {
            throw CommandException.usage(
                    "this works on the files of a store: give --store embedded:DIR, not "
                            + address);
        }
        return Path.of(address.substring(EMBEDDED.length()));
    }

    /// Opens a store for reading, which a mistyped directory must not make.
    ///
    /// @throws IllegalArgumentException when it is embedded and the directory has none
    public EventStore openExisting() {
        if (address.startsWith(EMBEDDED)) {
            Path directory = Path.of(address.substring(EMBEDDED.length()));
            if (!Files.isDirectory(directory.resolve("log"))) {
                throw new IllegalArgumentException(
                        "there is no store in "
                                + directory
                                + "; --store embedded:DIR takes what"
                                + " serve and demo were given as --data");
            }
        }
        return open();
    }
}
