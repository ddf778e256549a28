package io.stele.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.stele.grpc.AppendMessages;
import io.stele.grpc.ProblemMessages;
import io.stele.grpc.ResultMessages;
import io.stele.grpc.v1.Wire;
import io.stele.http.Failures;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.EventStore;
import io.stele.model.UnavailableException;
import io.stele.protocol.ProblemException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One stream of appends and its answers.
///
/// The next message is asked for while the window has room: the client's sending, and in the end the
/// client itself, waits for the disk and for its own reading of the answers. Answers that are there
/// together go out in few messages, of about a megabyte at most.
final class AppendStreamCall implements StreamObserver<Wire.AppendStreamRequest> {

    private static final int WINDOW_APPENDS = 4_096;
    private static final int WINDOW_BYTES = 8 << 20;

    /// Of one message; an answer that is larger goes out alone.
    private static final int MESSAGE_BYTES = 1 << 20;

    /// Of answers that the client does not take. Beyond it a conflict is not described but answered
    /// as overload, which is as true: nothing was written.
    private static final int ANSWERS_BYTES_MAX = 16 << 20;

    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    private final EventStore store;
    private final Calls calls;
    private final ServerCallStreamObserver<Wire.AppendStreamResponse> client;

    // All of the state is guarded by this.
    private int underWay;
    private int underWayBytes;
    private boolean asked = true;
    private boolean ending;
    private boolean ended;
    private boolean sending;
    private final Runnable whenDraining = this::endWhenIdle;
    private final Deque<Wire.NumberedAnswer> answers = new ArrayDeque<>();
    private int answersBytes;
    private final String requester = CallGate.requester();
    private final MessageBudget.Taken memory = MessageBudget.ofCall();

    /// Has to be made before the service method returns.
    AppendStreamCall(
            EventStore store,
            Calls calls,
            ServerCallStreamObserver<Wire.AppendStreamResponse> client) {
        this.store = store;
        this.calls = calls;
        this.client = client;
        client.disableAutoRequest();
        client.setOnReadyHandler(this::goOn);
        client.setOnCancelHandler(this::gone);
        client.request(1);
        calls.waiting().add(whenDraining);
        if (calls.draining()) {
            endWhenIdle();
        }
    }

    @Override
    public void onNext(Wire.AppendStreamRequest request) {
        synchronized (this) {
            asked = false;
            underWay += request.getAppendsCount();
            request.getAppendsList().forEach(append -> underWayBytes += append.getSerializedSize());
            memory.holds(underWayBytes);
        }
        try {
            calls.rates().check(requester, request.getAppendsCount());
            request.getAppendsList().forEach(this::append);
        } catch (ProblemException e) {
            request.getAppendsList()
                    .forEach(append -> answer(append, answerTo(append).setProblem(problem(e))));
        }
        askForMore();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // answered in every case
    private void append(Wire.NumberedAppend numbered) {
        try {
            Append append = Calls.understand(numbered.getAppend(), AppendMessages::read);
            store.appendAsync(append)
                    .whenComplete((result, failure) -> answer(numbered, append, result, failure));
        } catch (RuntimeException e) {
            answer(numbered, answerTo(numbered).setProblem(problem(e)));
        }
    }

    private void answer(
            Wire.NumberedAppend numbered,
            Append append,
            @Nullable AppendResult result,
            @Nullable Throwable failure) {
        Wire.NumberedAnswer.Builder answer = answerTo(numbered);
        if (result instanceof AppendResult.Conflict && isFull()) {
            answer.setProblem(problem(tooMuch()));
        } else if (result != null) {
            answer.setResponse(ResultMessages.write(append.appendId(), result));
        } else {
            answer.setProblem(problem(failure == null ? new IllegalStateException() : failure));
        }
        answer(numbered, answer);
    }

    private synchronized boolean isFull() {
        return answersBytes > ANSWERS_BYTES_MAX;
    }

    private static UnavailableException tooMuch() {
        return UnavailableException.overloaded("the answers before are not taken", RETRY_AFTER);
    }

    private static Wire.NumberedAnswer.Builder answerTo(Wire.NumberedAppend numbered) {
        return Wire.NumberedAnswer.newBuilder().setNumber(numbered.getNumber());
    }

    private static Wire.Problem problem(Throwable failure) {
        return ProblemMessages.write(Failures.problem(failure));
    }

    /*
     * Called by the writer, once for each append of a batch. Sending is left to another thread, so
     * that the writer goes on, and so that the answers of a batch go out in few messages.
     */
    private synchronized void answer(
            Wire.NumberedAppend numbered, Wire.NumberedAnswer.Builder answer) {
        underWay--;
        underWayBytes -= numbered.getSerializedSize();
        Wire.NumberedAnswer built = answer.build();
        answers.add(built);
        answersBytes += built.getSerializedSize();
        if (!sending && !ended) {
            sending = true;
            calls.run(this::send);
        }
    }

    private synchronized void send() {
        sending = false;
        if (ended) {
            return;
        }
        memory.stillHolds(underWayBytes);
        try {
            while (!answers.isEmpty() && client.isReady()) {
                client.onNext(takeAnswers());
            }
            endOrGoOn();
        } catch (Throwable e) { // or the client would wait for nothing
            gone();
            Calls.fail(client, e);
        }
    }

    private Wire.AppendStreamResponse takeAnswers() {
        Wire.AppendStreamResponse.Builder message = Wire.AppendStreamResponse.newBuilder();
        int bytes = 0;
        do {
            Wire.NumberedAnswer next = answers.remove();
            bytes += next.getSerializedSize();
            message.addAnswers(next);
        } while (!answers.isEmpty()
                && bytes + answers.element().getSerializedSize() <= MESSAGE_BYTES);
        answersBytes -= bytes;
        return message.build();
    }

    /// There is room again.
    private void goOn() {
        synchronized (this) {
            if (sending || ended) {
                return;
            }
        }
        send();
    }

    private void endOrGoOn() {
        if (underWay > 0 || !answers.isEmpty()) {
            askForMore();
        } else if (ending) {
            gone();
            client.onCompleted();
        } else if (calls.draining()) {
            gone();
            Calls.fail(client, Calls.closing());
        } else {
            askForMore();
        }
    }

    private synchronized void askForMore() {
        boolean room = underWay < WINDOW_APPENDS && underWayBytes < WINDOW_BYTES;
        if (!asked && !ending && !ended && !calls.draining() && room && client.isReady()) {
            asked = true;
            client.request(1);
        }
    }

    @Override
    public synchronized void onCompleted() {
        ending = true;
        endWhenIdle();
    }

    private synchronized void endWhenIdle() {
        if (!sending && !ended) {
            endOrGoOn();
        }
    }

    @Override
    public void onError(Throwable failure) {
        gone();
    }

    private synchronized void gone() {
        ended = true;
        calls.waiting().remove(whenDraining);
    }
}
