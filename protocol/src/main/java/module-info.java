/// The JSON shapes that go over the wire, and the catalogue of problems.
module io.stele.protocol {
    requires static transitive org.jspecify;
    requires transitive io.stele.model;
    requires transitive tools.jackson.core;

    exports io.stele.protocol;
}
