package io.stele.sdk.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stele.memory.InMemoryEventStore;
import io.stele.model.Append;
import io.stele.model.AppendResult;
import io.stele.model.EventStore;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.RejectedException;
import io.stele.sdk.Account;
import io.stele.sdk.EventCodec;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckedAppendsTest {

    private final EventStore store =
            new CheckedAppends(new InMemoryEventStore(), List.of(Account.DECIDER));

    @AfterEach
    void close() {
        store.close();
    }

    private AppendResult append(String stream, NewEvent event) {
        return store.append(Append.to(stream, Expectation.ANY, event));
    }

    @Test
    void whatTheRecordsSayIsTaken() {
        assertThat(append("account-1", NewEvent.json("AccountOpened", "{\"owner\":\"Ada\"}")))
                .isInstanceOf(AppendResult.Appended.class);
        assertThat(
                        append(
                                "account-1",
                                EventCodec.of(Account.DECIDER)
                                        .encode(new Account.Event.Deposited(5))))
                .isInstanceOf(AppendResult.Appended.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AccountOpened  | {}                       | /owner: expected a text, found nothing",
                "AccountOpened  | {\"owner\":7}            | /owner: expected a text",
                "MoneyDeposited | {\"amount\":5,\"x\":1}   | /x: expected nothing",
                "MoneyDeposited | {                        | does not take this event",
                "MoneyBurned    | {}                       | account has the events [AccountOpened, MoneyDeposited",
            })
    void anythingElseIsRefusedAndSaysWhy(String type, String data, String why) {
        assertThatThrownBy(() -> append("account-1", NewEvent.json(type, data)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining(why);
        assertThat(store.head().next()).isZero();
    }

    @Test
    void aVersionThatTheCodeDoesNotKnowIsRefused() {
        NewEvent ahead =
                NewEvent.json("MoneyDeposited", "{\"amount\":5}")
                        .withMetadata(Metadata.EMPTY.with(EventCodec.SCHEMA_VERSION, 2));
        assertThatThrownBy(() -> append("account-1", ahead))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("account has version 1, and no version 2 of it");
    }

    @Test
    void otherCategoriesAreAsTheyWere() {
        assertThat(append("other-1", NewEvent.json("Anything", "[]")))
                .isInstanceOf(AppendResult.Appended.class);
    }
}
