/// Who somebody is, and what they may do: principals, rights, access to streams.
module io.stele.security {
    requires static transitive org.jspecify;
    requires transitive io.stele.model;
    requires transitive io.stele.protocol;
    requires com.nimbusds.jose.jwt;
    requires java.naming;
    requires org.bouncycastle.provider;
    requires tools.jackson.databind;

    exports io.stele.security;
    exports io.stele.security.account;
}
