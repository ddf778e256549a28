package io.stele.engine.index;

/// The events of a stream in one part of the index. Their revisions follow one another, so that a
/// revision is a place in the list.
///
/// @param firstRevision of the first one
record StreamPostings(long firstRevision, Postings positions) {

    boolean has(long revision) {
        return revision >= firstRevision && revision - firstRevision < positions.size();
    }

    long position(long revision) {
        return positions.get(Math.toIntExact(revision - firstRevision));
    }

    long lastRevision() {
        return firstRevision + positions.size() - 1;
    }
}
