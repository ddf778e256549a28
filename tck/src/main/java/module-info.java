/// What an EventStore is: a suite that every implementation runs whole.
module io.stele.tck {
    requires transitive io.stele.model;
    requires static transitive org.jspecify;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires org.junit.jupiter.params;
    requires org.junit.platform.launcher;

    exports io.stele.tck;
    exports io.stele.tck.history;
}
