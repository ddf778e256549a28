package io.stele.security;

import io.stele.model.Checkpoint;
import io.stele.model.RecordedEvent;
import io.stele.model.Subscription;
import java.time.Duration;
import java.util.Optional;

/// A subscription without the events that its principal may not read. Its checkpoint moves on over
/// them. It ends when what the principal proved itself with counts no longer: at the next call of
/// [#poll], so within the time that its reader waits.
final class SecuredSubscription implements Subscription {

    /// As many events that are left out in a row make a message of progress.
    private static final int LEFT_OUT_MAX = 1_000;

    private final Subscription all;
    private final Principal principal;

    SecuredSubscription(Subscription all, Principal principal) {
        this.all = all;
        this.principal = principal;
    }

    @Override
    public Optional<Message> poll(Duration timeout) throws InterruptedException {
        Optional<Message> message = all.poll(timeout);
        Optional<Message> passed = Optional.empty();
        for (int leftOut = 0; leftOut < LEFT_OUT_MAX; leftOut++) {
            Access access = principal.access(); // also when nothing came: it may count no longer
            Optional<RecordedEvent> hidden = message.flatMap(found -> hidden(found, access));
            if (hidden.isEmpty()) {
                return message.isPresent() ? message : passed;
            }
            Checkpoint at = Checkpoint.after(hidden.get().position());
            passed = Optional.of(new Message.Progress(at));
            message = all.poll(Duration.ZERO);
        }
        return passed;
    }

    /// The event that is not to be shown; empty when the message may be.
    private static Optional<RecordedEvent> hidden(Message message, Access access) {
        return message instanceof Message.Event(RecordedEvent event)
                        && !access.may(Right.READ, event.stream())
                ? Optional.of(event)
                : Optional.empty();
    }

    @Override
    public void close() {
        all.close();
    }
}
