package io.stele.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stele.model.Append;
import io.stele.model.AppendCondition;
import io.stele.model.Bytes;
import io.stele.model.EventData;
import io.stele.model.Expectation;
import io.stele.model.Metadata;
import io.stele.model.NewEvent;
import io.stele.model.Position;
import io.stele.model.Query;
import io.stele.model.QueryItem;
import io.stele.model.StreamAppend;
import io.stele.model.StreamName;
import io.stele.model.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AppendJsonTest {

    private static Problem problem(String body) {
        return problem(Bytes.utf8(body));
    }

    private static Problem problem(Bytes body) {
        ProblemException e =
                catchThrowableOfType(ProblemException.class, () -> AppendJson.read(body, "alice"));
        assertThat(e).as("refused: %s", body.utf8()).isNotNull();
        return e.problem();
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        NewEvent event =
                new NewEvent(
                        Examples.ID,
                        "A",
                        EventData.json("{\"a\" :\n1}"),
                        Metadata.of("n", 1),
                        Set.of(Tag.of("k:1")));
        Query query =
                Query.anyOf(
                        QueryItem.types("A", "B"),
                        new QueryItem(Set.of("C"), Set.of(Tag.of("k:1"))));
        Append append =
                Append.of(
                                new StreamAppend(
                                        StreamName.of("a-1"), Expectation.NONE, List.of(event)),
                                new StreamAppend(
                                        StreamName.of("b-1"),
                                        Expectation.revision(7),
                                        List.of(NewEvent.json("B", "[]"), event)))
                        .by("alice")
                        .when(AppendCondition.noneMatchAfter(query, Position.of(3)));

        Append read = AppendJson.read(AppendJson.write(append), "alice");
        assertThat(read.streams()).isEqualTo(append.streams());
        assertThat(read.appendId()).isEqualTo(append.appendId());
        AppendCondition condition = read.condition().orElseThrow();
        assertThat(condition.after()).contains(Position.of(3));
        assertThat(((Query.AnyOf) condition.failIfEventsMatch()).items())
                .containsExactlyInAnyOrderElementsOf(((Query.AnyOf) query).items());
    }

    @Test
    void dataKeepsItsBytes() {
        for (String data :
                List.of("{ \"a\" : 1.0 }", "12", "-1e3", "\"x\\u0041é\"", "null", "[ ]", "true")) {
            Bytes body = Bytes.utf8("{\"type\":\"A\",\"data\": " + data + " ,\"tags\":[]}");
            assertThat(AppendJson.readEvents(body, Optional.empty()).getFirst().data())
                    .isEqualTo(EventData.json(data));
        }
    }

    @Test
    void idsDeriveFromTheAppendIdWhereverItStands() {
        String streams =
                "\"streams\":[{\"stream\":\"a-1\",\"events\":[{\"type\":\"A\",\"data\":1}]}]";
        String id = "\"appendId\":\"" + Examples.ID + "\"";
        Append before = AppendJson.read(Bytes.utf8("{" + id + "," + streams + "}"), "alice");
        Append after = AppendJson.read(Bytes.utf8("{" + streams + "," + id + "}"), "alice");
        assertThat(before).isEqualTo(after);
        UUID derived = before.streams().getFirst().events().getFirst().id();
        assertThat(derived.version()).isEqualTo(5);
        assertThat(derived.variant()).isEqualTo(2);
        assertThat(
                        AppendJson.readEvents(
                                        Bytes.utf8("{\"type\":\"A\",\"data\":1}"),
                                        Optional.of(Examples.ID))
                                .getFirst()
                                .id())
                .isEqualTo(derived);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    []                                                | ~~
                    {}                                                | /streams
                    {"streams":{}}                                    | /streams
                    {"streams":[]}                                    | /streams
                    {"streams":[1]}                                   | /streams/0
                    {"streams":[{}]}                                  | /streams/0/stream
                    {"streams":[{"stream":""}]}                       | /streams/0/stream
                    {"streams":[{"stream":"a-1"}]}                    | /streams/0/events
                    {"streams":[{"stream":"a-1","events":[]}]}        | /streams/0/events
                    {"streams":[{"stream":"a\\u0000"}]}               | /streams/0/stream
                    {"streams":[{"stream":"a-1","expected":"3"}]}     | /streams/0/expected
                    {"streams":[{"stream":"a-1","expected":-1}]}      | /streams/0/expected
                    {"streams":[{"stream":"a-1","expected":1.5}]}     | /streams/0/expected
                    {"streams":[{"stream":"a-1","expected":99999999999999999999}]} | /streams/0/expected
                    {"actor":"bob"}                                   | /actor
                    {"appendId":"1-2-3-4-5"}                          | /appendId
                    {"appendId":null}                                 | /appendId
                    {"streams":[],"streams":[]}                       | /streams
                    {"condition":{}}                                  | /condition/failIfEventsMatch
                    {"condition":{"failIfEventsMatch":[]}}            | /condition/failIfEventsMatch
                    {"condition":{"failIfEventsMatch":[{}]}}          | /condition/failIfEventsMatch/0
                    {"condition":{"failIfEventsMatch":[{"all":false}]}} | /condition/failIfEventsMatch/0
                    {"condition":{"failIfEventsMatch":[{"all":true,"types":["A"]}]}} | /condition/failIfEventsMatch/0
                    {"condition":{"failIfEventsMatch":[{"tags":["x"]}]}} | /condition/failIfEventsMatch/0/tags/0
                    {"condition":{"after":"1"}}                       | /condition/after
                    """)
    void saysWhichFieldIsWrong(String body, String field) {
        Problem problem = problem(body);
        assertThat(problem.type()).isEqualTo(ProblemKind.INVALID_FIELD.type());
        assertThat(problem.extensions().get("field")).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {}                                            | /type
                    {"type":1}                                    | /type
                    {"type":"A"}                                  | /data
                    {"type":"A","data":1,"dataBase64":""}         | ~~
                    {"type":"A","dataBase64":"?"}                 | /dataBase64
                    {"type":"A","data":1,"contentType":"a/b"}     | ~~
                    {"type":"","data":1}                          | ~~
                    {"type":"A","data":1,"id":"x"}                | /id
                    {"type":"A","data":1,"metadata":{"a":null}}   | /metadata/a
                    {"type":"A","data":1,"metadata":{"a":{}}}     | /metadata/a
                    {"type":"A","data":1,"metadata":{"a":1e99999999999}} | /metadata/a
                    {"type":"A","data":1,"metadata":{"a":"\\ud800"}} | /metadata
                    {"type":"A","data":1,"metadata":{"a":1,"a":2}}| /metadata/a
                    {"type":"A","data":1,"tags":["a"]}            | /tags/0
                    {"type":"A","data":1,"tags":["a:1","a:1"]}    | /tags
                    {"type":"A","data":1,"actor":"bob"}           | /actor
                    """)
    void saysWhatIsWrongWithAnEvent(String event, String field) {
        Problem problem =
                problem("{\"streams\":[{\"stream\":\"a-1\",\"events\":[" + event + "]}]}");
        assertThat(problem.type()).isEqualTo(ProblemKind.INVALID_FIELD.type());
        assertThat(problem.extensions().get("field")).isEqualTo("/streams/0/events/0" + field);
    }

    @Test
    void refusesWhatIsNotJson() {
        for (String body :
                List.of(
                        "",
                        " ",
                        "{",
                        "{\"streams\":[{\"stream\":\"a\",\"events\":[{\"type\":\"A\",\"data\":1}]}]} x",
                        "{\"appendId\":NaN}",
                        "{'a':1}",
                        "{\"appendId\":01}",
                        "nope",
                        "{\"appendId\":\"\t\"}",
                        "\0{\0}\0",
                        "\ufeff{}")) {
            assertThat(problem(body).type()).isEqualTo(ProblemKind.MALFORMED_JSON.type());
        }
        Bytes badUtf8 = Bytes.wrap(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
        assertThat(problem(badUtf8).extensions()).containsEntry("offset", 2);
    }

    @Test
    void refusesBombs() {
        String deep = "{\"streams\":" + "[".repeat(100_000);
        assertThat(problem(deep).type()).isEqualTo(ProblemKind.INVALID_FIELD.type());
        String data = "{\"streams\":[{\"stream\":\"a\",\"events\":[{\"type\":\"A\",\"data\":";
        assertThat(problem(data + "[".repeat(100_000)).type())
                .isEqualTo(ProblemKind.LIMIT_EXCEEDED.type());
        assertThat(problem(data + "1".repeat(100_000)).type())
                .isEqualTo(ProblemKind.LIMIT_EXCEEDED.type());
    }
}
