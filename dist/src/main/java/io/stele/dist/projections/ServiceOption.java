package io.stele.dist.projections;

import picocli.CommandLine.Option;

/// Which running service a command is about.
public final class ServiceOption {

    @Option(
            names = "--service",
            paramLabel = "URL",
            defaultValue = "${STELE_SERVICE:-http://127.0.0.1:8420}",
            description = {
                "Where the service or server listens. Who you are is taken from STELE_API_KEY, STELE_TOKEN, or"
                        + " STELE_USER and STELE_PASSWORD_FILE.",
                "Default: $STELE_SERVICE, or http://127.0.0.1:8420."
            })
    private String url = "";

    @Option(names = "--json", description = "Print the answer as the service gives it.")
    private boolean json;

    public boolean json() {
        return json;
    }

    public ServiceClient client() {
        return ServiceClient.at(url, System.getenv());
    }
}
