/// Merkle trees, signed checkpoints and proofs of a log, in the formats of RFC 6962 and C2SP.
module io.stele.proofs {
    requires static transitive org.jspecify;
    requires transitive io.stele.model;
    requires transitive io.stele.protocol;
    requires java.net.http;
    requires tools.jackson.databind;

    exports io.stele.proofs;
    exports io.stele.proofs.audit;
    exports io.stele.proofs.log;
    exports io.stele.proofs.note;
    exports io.stele.proofs.tree;
    exports io.stele.proofs.witness;
}
