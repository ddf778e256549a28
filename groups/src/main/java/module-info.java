/// Consumer groups: named readers of the log whose members share the work.
module io.stele.groups {
    requires static transitive org.jspecify;
    requires transitive io.stele.model;
    requires io.stele.protocol;
    requires tools.jackson.databind;

    exports io.stele.groups;
    exports io.stele.groups.host;
}
