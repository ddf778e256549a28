package io.stele.publish;

/// What a publisher has done since its process began.
///
/// @param published events that the target has confirmed; again when they were published again
/// @param batches in which they went
/// @param failures after which it had to try again
public record PublisherCounts(long published, long batches, long failures) {

    static final PublisherCounts NONE = new PublisherCounts(0, 0, 0);

    PublisherCounts plusBatch(int events) {
        return new PublisherCounts(published + events, batches + 1, failures);
    }

    PublisherCounts plusFailure() {
        return new PublisherCounts(published, batches, failures + 1);
    }
}
