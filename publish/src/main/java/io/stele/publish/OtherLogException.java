package io.stele.publish;

import io.stele.model.Checkpoint;

/// The checkpoint is not one of this log.
final class OtherLogException extends RuntimeException {

    OtherLogException(Checkpoint checkpoint, Checkpoint head) {
        super(
                """
                it has published up to position %d, but the log ends at %d: this is not the log that \
                it published before\
                """
                        .formatted(checkpoint.next(), head.next()));
    }

    OtherLogException(LastPublished last) {
        super(
                """
                it has published event %s at position %s, but another one stands there: this is not the \
                log that it published before\
                """
                        .formatted(last.id(), last.position()));
    }
}
