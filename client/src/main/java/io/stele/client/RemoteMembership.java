package io.stele.client;

import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.stele.groups.Delivery;
import io.stele.groups.MemberListener;
import io.stele.groups.Membership;
import io.stele.groups.Outcome;
import io.stele.grpc.GroupMessages;
import io.stele.grpc.v1.GroupsGrpc;
import io.stele.grpc.v1.WireGroups;
import io.stele.model.UnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A place in a group that a server runs: one stream, for as long as it lasts. What is said together
/// goes out in one message.
final class RemoteMembership
        implements Membership,
                ClientResponseObserver<WireGroups.WorkRequest, WireGroups.WorkResponse> {

    private static final Duration END = Duration.ofSeconds(5);

    private final RemoteGroups groups;
    private final RemoteGroups.MemberKey key;
    private final MemberListener listener;
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile @Nullable Servers servers;
    private volatile @Nullable ManagedChannel connection;
    private volatile @Nullable ClientCallStreamObserver<WireGroups.WorkRequest> call;

    // Guarded by this.
    private final Map<Long, CompletableFuture<Boolean>> open = new HashMap<>();
    private WireGroups.Outcomes.Builder outcomes = WireGroups.Outcomes.newBuilder();
    private int credit = -1; // to be said; negative: nothing
    private boolean sending;
    private boolean leaving; // the member wants to
    private boolean left; // and has said so
    private boolean ended;

    RemoteMembership(RemoteGroups groups, RemoteGroups.MemberKey key, MemberListener listener) {
        this.groups = groups;
        this.key = key;
        this.listener = listener;
    }

    RemoteGroups.MemberKey key() {
        return key;
    }

    // --- joining -------------------------------------------------------------------------------

    /// Returns when the server has taken the member in.
    ///
    /// @throws io.grpc.StatusRuntimeException when the call fails, for whoever tries again
    void join(Servers at, ManagedChannel to, String clientId) {
        servers = at;
        connection = to;
        ClientCallStreamObserver<WireGroups.WorkRequest> started =
                (ClientCallStreamObserver<WireGroups.WorkRequest>)
                        GroupsGrpc.newStub(to).work(this);
        started.onNext(
                WireGroups.WorkRequest.newBuilder()
                        .setJoin(
                                WireGroups.Join.newBuilder()
                                        .setGroup(key.group().value())
                                        .setMember(key.member())
                                        .setClientId(clientId))
                        .build());
        awaitJoined(at.options().answer());
    }

    private void awaitJoined(Duration patience) {
        try {
            joined.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while joining group " + key.group(), e);
        } catch (TimeoutException e) {
            cancel();
            throw new UnavailableException("no answer from group " + key.group(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : new CompletionException(e);
        }
    }

    private void cancel() {
        ClientCallStreamObserver<WireGroups.WorkRequest> started = call;
        if (started != null) {
            started.cancel("not wanted any more", null);
        }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WireGroups.WorkRequest> starting) {
        starting.setOnReadyHandler(this::sendSoon);
        call = starting;
    }

    // --- what the server says ------------------------------------------------------------------

    @Override
    public void onNext(WireGroups.WorkResponse response) {
        switch (response.getResponseCase()) {
            case JOINED -> joined.complete(null);
            case DELIVERIES -> response.getDeliveries().getDeliveriesList().forEach(this::deliver);
            case ANSWERS -> response.getAnswers().getAnswersList().forEach(this::answered);
            case RESPONSE_NOT_SET -> {} // of a newer server
        }
    }

    private void deliver(WireGroups.Delivery message) {
        Delivery delivery;
        try {
            delivery = GroupMessages.read(message, key.member());
        } catch (IllegalArgumentException e) {
            cancel();
            end(Servers.notUnderstood(e));
            return;
        }
        listener.deliver(delivery);
    }

    private void answered(WireGroups.OutcomeAnswer answer) {
        CompletableFuture<Boolean> waiting;
        synchronized (this) {
            waiting = open.remove(answer.getDelivery());
        }
        if (waiting != null) {
            waiting.complete(answer.getTaken());
        }
    }

    @Override
    public void onError(Throwable failure) {
        RuntimeException known = RemoteGroups.known(failure, key.group(), key.member());
        if (joined.completeExceptionally(known == null ? failure : known)) {
            return; // whoever joins deals with it
        }
        Servers at = servers;
        ManagedChannel on = connection;
        if (known != null || at == null || on == null) {
            end(known == null ? new UnavailableException("not connected", failure) : known);
        } else {
            end(at.failure(on, failure).exception());
        }
    }

    @Override
    public void onCompleted() {
        RuntimeException left =
                new UnavailableException("the member has left group " + key.group());
        joined.completeExceptionally(left);
        end(left);
    }

    private void end(RuntimeException why) {
        Map<Long, CompletableFuture<Boolean>> unanswered;
        boolean told;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            told = !leaving;
            unanswered = new HashMap<>(open);
            open.clear();
        }
        groups.forget(this);
        unanswered.values().forEach(each -> each.completeExceptionally(why));
        over.complete(null);
        if (told) {
            listener.ended(why);
        }
    }

    // --- what the member says ------------------------------------------------------------------

    @Override
    public void credit(int events) {
        if (events < 0) {
            throw new IllegalArgumentException("credit must be 0 or more: " + events);
        }
        synchronized (this) {
            credit = events;
        }
        sendSoon();
    }

    @Override
    public CompletableFuture<Boolean> finish(long delivery, Outcome outcome) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        synchronized (this) {
            if (ended || leaving) {
                answer.completeExceptionally(
                        new UnavailableException(
                                "the member has left group %s; join it again"
                                        .formatted(key.group())));
                return answer;
            }
            if (open.putIfAbsent(delivery, answer) != null) {
                answer.complete(false); // said before
                return answer;
            }
            outcomes.addOutcomes(GroupMessages.write(delivery, outcome));
        }
        sendSoon();
        return answer;
    }

    private void sendSoon() {
        synchronized (this) {
            if (sending || ended || !hasSomething()) {
                return;
            }
            sending = true;
        }
        Thread.ofVirtual().name("stele-member-send").start(this::send);
    }

    private boolean hasSomething() {
        return credit >= 0 || outcomes.getOutcomesCount() > 0 || (leaving && !left);
    }

    private synchronized void send() {
        sending = false;
        ClientCallStreamObserver<WireGroups.WorkRequest> to = call;
        if (ended || left || to == null) {
            return;
        }
        if (credit >= 0) { // before an outcome makes room for what is no longer wanted
            to.onNext(WireGroups.WorkRequest.newBuilder().setCredit(credit).build());
            credit = -1;
        }
        while (outcomes.getOutcomesCount() > 0 && (to.isReady() || leaving)) {
            to.onNext(WireGroups.WorkRequest.newBuilder().setOutcomes(outcomes).build());
            outcomes = WireGroups.Outcomes.newBuilder();
        }
        if (leaving) {
            left = true;
            to.onCompleted();
        }
    }

    /// What was said before still counts: waits until the server has heard it.
    @Override
    public void close() {
        synchronized (this) {
            leaving = true;
        }
        sendSoon();
        try {
            over.get(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel();
        } catch (TimeoutException e) {
            cancel();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it never fails
        }
    }
}
