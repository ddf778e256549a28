package io.stele.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.stele.groups.Delivery;
import io.stele.groups.GroupName;
import io.stele.groups.MemberListener;
import io.stele.groups.Membership;
import io.stele.groups.Outcome;
import io.stele.grpc.GroupMessages;
import io.stele.grpc.v1.WireGroups;
import io.stele.protocol.ProblemKind;
import io.stele.server.groups.GroupProblems;
import io.stele.server.groups.SecuredGroups;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 *   join ──► joined, and then, until the client ends its side or something ends the member:
 *   credit, outcomes ──► group ──► deliveries, answers ──► client, as far as it takes them
 */
/// One member of a group, for as long as its stream lasts.
///
/// Deliveries and answers that are there together go out in few messages. Outcomes are asked for
/// while not too many of them wait for their answers, so a client that takes no answers is not read
/// from; and deliveries are never more than the credit that the client gave.
final class WorkCall implements StreamObserver<WireGroups.WorkRequest>, MemberListener {

    private static final int ANSWERS_MAX = 8_192;

    /// Of one message; a delivery that is larger goes out alone.
    private static final int MESSAGE_BYTES = 128 << 10;

    private final SecuredGroups groups;
    private final Calls calls;
    private final ServerCallStreamObserver<WireGroups.WorkResponse> client;
    private final Runnable whenDraining = this::drain;
    private final MessageBudget.Taken memory = MessageBudget.ofCall();

    // All of the state is guarded by this.
    private @Nullable Membership membership;
    private boolean joining;
    private boolean asked = true;
    private boolean leaving; // the client has ended its side
    private boolean draining;
    private boolean over;
    private boolean sending;
    private int underWay; // outcomes without their answers
    private long open; // deliveries without their outcomes
    private final Deque<Delivery> deliveries = new ArrayDeque<>();
    private final Deque<WireGroups.OutcomeAnswer> answers = new ArrayDeque<>();

    /// Has to be made before the service method returns.
    WorkCall(
            SecuredGroups groups,
            Calls calls,
            ServerCallStreamObserver<WireGroups.WorkResponse> client) {
        this.groups = groups;
        this.calls = calls;
        this.client = client;
        client.disableAutoRequest();
        client.setOnReadyHandler(this::goOn);
        client.setOnCancelHandler(this::gone);
        client.request(1);
        calls.waiting().add(whenDraining);
        if (calls.draining()) {
            drain();
        }
    }

    // --- what the client says ------------------------------------------------------------------

    @Override
    public void onNext(WireGroups.WorkRequest request) {
        synchronized (this) {
            asked = false;
        }
        memory.holds(0); // what it says is taken over at once
        try {
            switch (request.getRequestCase()) {
                case JOIN -> beginJoin(request.getJoin());
                case CREDIT -> credit(request.getCredit());
                case OUTCOMES -> request.getOutcomes().getOutcomesList().forEach(this::takeOutcome);
                case REQUEST_NOT_SET ->
                        throw ProblemKind.INVALID_FIELD.exception(
                                "a message has join, credit or outcomes");
            }
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        askForMore();
    }

    private synchronized void beginJoin(WireGroups.Join join) {
        if (joining || membership != null) {
            throw ProblemKind.INVALID_FIELD.exception("a stream joins once");
        }
        joining = true;
        calls.run(() -> join(join)); // which reads the log
    }

    private void join(WireGroups.Join join) {
        Membership joined;
        try {
            GroupName group = Calls.understand(join.getGroup(), GroupName::of);
            Optional<String> clientId = Optional.of(join.getClientId()).filter(id -> !id.isBlank());
            joined = groups.join(group, join.getMember(), clientId, this);
        } catch (IllegalArgumentException e) {
            fail(ProblemKind.INVALID_FIELD.exception(String.valueOf(e.getMessage())));
            return;
        } catch (Throwable e) { // or the client would wait for nothing
            fail(e);
            return;
        }
        boolean late;
        synchronized (this) {
            late = over;
            joining = false;
            membership = joined;
            if (!late) {
                client.onNext(
                        WireGroups.WorkResponse.newBuilder()
                                .setJoined(WireGroups.Joined.getDefaultInstance())
                                .build());
            }
        }
        if (late) {
            joined.close();
        } else {
            endWhenDone();
            askForMore();
        }
    }

    private synchronized Membership place() {
        if (membership == null) {
            throw ProblemKind.INVALID_FIELD.exception("the first message is join");
        }
        return membership;
    }

    private void credit(int events) {
        Membership place = place();
        if (events < 0) {
            throw ProblemKind.INVALID_FIELD.exception("credit must be 0 or more: " + events);
        }
        synchronized (this) {
            if (draining) {
                return;
            }
        }
        place.credit(events);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // answered in every case
    private void takeOutcome(WireGroups.DeliveryOutcome message) {
        Membership place = place();
        Outcome outcome = Calls.understand(message, GroupMessages::read);
        synchronized (this) {
            underWay++;
        }
        place.finish(message.getDelivery(), outcome)
                .whenComplete((taken, failure) -> answer(message.getDelivery(), taken, failure));
    }

    /// Without one where the group ended meanwhile: then the stream does, too.
    private void answer(long delivery, @Nullable Boolean taken, @Nullable Throwable failure) {
        synchronized (this) {
            underWay--;
            if (failure == null) {
                boolean counts = Boolean.TRUE.equals(taken);
                open -= counts ? 1 : 0;
                answers.add(
                        WireGroups.OutcomeAnswer.newBuilder()
                                .setDelivery(delivery)
                                .setTaken(counts)
                                .build());
            }
        }
        sendSoon();
    }

    // --- what the group says -------------------------------------------------------------------

    @Override
    public void deliver(Delivery delivery) {
        synchronized (this) {
            deliveries.add(delivery);
            open++;
        }
        sendSoon();
    }

    @Override
    public void ended(RuntimeException why) {
        fail(why);
    }

    // --- sending -------------------------------------------------------------------------------

    private synchronized void sendSoon() {
        if (!sending && !over) {
            sending = true;
            calls.run(this::send);
        }
    }

    private void send() {
        synchronized (this) {
            sending = false;
            if (over) {
                return;
            }
            try {
                while (client.isReady() && !(answers.isEmpty() && deliveries.isEmpty())) {
                    client.onNext(answers.isEmpty() ? takeDeliveries() : takeAnswers());
                }
            } catch (RuntimeException e) {
                fail(e);
                return;
            }
        }
        endWhenDone();
        askForMore();
    }

    private WireGroups.WorkResponse takeAnswers() {
        WireGroups.OutcomeAnswers.Builder message =
                WireGroups.OutcomeAnswers.newBuilder().addAllAnswers(answers);
        answers.clear();
        return WireGroups.WorkResponse.newBuilder().setAnswers(message).build();
    }

    private WireGroups.WorkResponse takeDeliveries() {
        WireGroups.Deliveries.Builder message = WireGroups.Deliveries.newBuilder();
        long bytes = 0;
        do {
            Delivery next = deliveries.remove();
            message.addDeliveries(GroupMessages.write(next));
            bytes += next.event().data().bytes().size();
        } while (!deliveries.isEmpty()
                && bytes + deliveries.element().event().data().bytes().size() <= MESSAGE_BYTES);
        return WireGroups.WorkResponse.newBuilder().setDeliveries(message).build();
    }

    /// There is room again.
    private void goOn() {
        sendSoon();
    }

    private synchronized void askForMore() {
        boolean room = underWay + answers.size() < ANSWERS_MAX;
        if (!asked && !leaving && !over && !joining && room) {
            asked = true;
            client.request(1);
        }
    }

    // --- the end -------------------------------------------------------------------------------

    /// The client leaves: what it said before still counts.
    @Override
    public void onCompleted() {
        synchronized (this) {
            leaving = true;
        }
        endWhenDone();
    }

    /// The server is going to close: nothing more is given to the member, and what it has may be
    /// finished.
    private void drain() {
        Membership place;
        synchronized (this) {
            draining = true;
            place = membership;
        }
        if (place != null) {
            place.credit(0);
        }
        endWhenDone();
    }

    private void endWhenDone() {
        Membership place;
        synchronized (this) {
            boolean said = underWay == 0 && answers.isEmpty() && !joining;
            if (over || !said || !(leaving || (draining && open == 0))) {
                return;
            }
            over = true;
            place = membership;
            if (leaving) {
                client.onCompleted();
            } else {
                Calls.fail(client, Calls.closing());
            }
        }
        left(place);
    }

    private void fail(Throwable why) {
        Throwable problem = GroupProblems.of(why);
        Membership place;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            place = membership;
            Calls.fail(client, problem);
        }
        left(place);
    }

    private void left(@Nullable Membership place) {
        calls.waiting().remove(whenDraining);
        if (place != null) {
            place.close();
        }
    }

    @Override
    public void onError(Throwable failure) {
        gone();
    }

    private void gone() {
        Membership place;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            place = membership;
        }
        left(place);
    }
}
