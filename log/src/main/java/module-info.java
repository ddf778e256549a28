/// A log of checksummed frames in segment files. Knows bytes and files; what a frame says is its
/// user's business. `docs/formats/segment.md` draws the bytes.
module io.stele.log {
    requires static transitive org.jspecify;

    exports io.stele.log;
    exports io.stele.log.simulated;
}
