/// The words of Stele as types: events, streams, appends, reads, and the
// [io.stele.model.EventStore]
/// port. Uses nothing but the JDK.
module io.stele.model {
    requires static transitive org.jspecify;

    exports io.stele.model;

    uses io.stele.model.EventStoreProvider;
}
