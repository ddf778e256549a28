package io.stele.dist;

import io.stele.model.EventStore;
import picocli.CommandLine.Option;

/// Which store a command works on.
public final class StoreOption {

    @Option(
            names = "--store",
            paramLabel = "ADDRESS",
            defaultValue = "${STELE_STORE:-stele://127.0.0.1:8420}",
            description = {
                "stele://HOST:PORT for a server, embedded:DIR for a log that no process has open.",
                "Default: $STELE_STORE, or stele://127.0.0.1:8420."
            })
    private String address = "";

    public EventStore open() {
        return EventStore.open(address);
    }
}
