package io.stele.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.model.RecordedEvent;
import io.stele.model.Subscription;
import io.stele.model.Subscription.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Short words for a reader of a subscription.
final class Following {

    /// What is there comes well within it. Shorter where stores are expected to fail.
    static final Duration LONG =
            Duration.ofSeconds(Integer.getInteger("stele.tck.wait.seconds", 20));

    /// To see that nothing comes.
    static final Duration SHORT = Duration.ofMillis(20);

    private Following() {}

    static Message next(Subscription subscription) throws InterruptedException {
        Optional<Message> message = subscription.poll(LONG);
        assertThat(message).as("a message within %s", LONG).isPresent();
        return message.orElseThrow();
    }

    /// All that is said until everything below `end` is finished.
    static List<Message> messages(Subscription subscription, long end) throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        for (long finished = 0; finished < end; finished = finishedBy(messages.getLast())) {
            messages.add(next(subscription));
        }
        return messages;
    }

    /// The events until everything below `end` is finished.
    static List<RecordedEvent> events(Subscription subscription, long end)
            throws InterruptedException {
        return events(messages(subscription, end));
    }

    static List<RecordedEvent> events(List<Message> messages) {
        return messages.stream()
                .filter(Message.Event.class::isInstance)
                .map(message -> ((Message.Event) message).event())
                .toList();
    }

    /// The next event, whatever else is said before it.
    static RecordedEvent nextEvent(Subscription subscription) throws InterruptedException {
        while (true) {
            if (next(subscription) instanceof Message.Event event) {
                return event.event();
            }
        }
    }

    /// All that is said up to the next word that the reader has caught up, with that.
    static List<Message> untilCaughtUp(Subscription subscription) throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        do {
            messages.add(next(subscription));
        } while (!(messages.getLast() instanceof Message.CaughtUp));
        return messages;
    }

    static long finishedBy(Message message) {
        return switch (message) {
            case Message.Event event -> event.event().position().value() + 1;
            case Message.Progress progress -> progress.at().next();
            case Message.CaughtUp caughtUp -> caughtUp.at().next();
        };
    }
}
