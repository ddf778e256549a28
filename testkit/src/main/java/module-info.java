/// Given, when, then: deciders are tested without a store, a server, or a clock.
module io.stele.testkit {
    requires static transitive org.jspecify;
    requires io.stele.memory;
    requires transitive io.stele.sdk;

    exports io.stele.testkit;
}
