/// Who somebody is, and what they may do: principals, rights, access to streams.
module io.stele.security {
    requires static transitive org.jspecify;
    requires transitive io.stele.model;
    requires transitive io.stele.protocol;

    exports io.stele.security;
}
