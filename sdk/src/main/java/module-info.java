/// Deciders, command handling, and the hosting of a service.
module io.stele.sdk {
    requires static transitive org.jspecify;
    requires transitive io.stele.groups;
    requires transitive io.stele.http;
    requires transitive io.stele.model;
    requires io.stele.protocol;
    requires transitive tools.jackson.databind;
    requires com.github.benmanes.caffeine;
    requires io.opentelemetry.api;
    requires io.opentelemetry.context;

    exports io.stele.sdk;
    exports io.stele.sdk.command;
    exports io.stele.sdk.reactor;
    exports io.stele.sdk.relay;
    exports io.stele.sdk.schema;
    exports io.stele.sdk.view;

    opens io.stele.sdk.reactor to
            tools.jackson.databind;

    uses io.stele.http.EndpointProvider;
    uses io.stele.sdk.view.ViewEngineProvider;
}
