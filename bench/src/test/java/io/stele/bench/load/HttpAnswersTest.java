package io.stele.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpAnswersTest {

    private static final String ANSWER =
            "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\nCONTENT-Length: 5\r\n\r\nhello";

    private final List<String> seen = new ArrayList<>();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(
                    new HttpAnswers() {
                        @Override
                        void answered(int status) {
                            seen.add("status " + status);
                        }

                        @Override
                        void broken(String why) {
                            seen.add(why);
                        }
                    });

    private void receive(String text) {
        var _ = channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    @Test
    void anAnswerEndsWhereItsLengthSaysHoweverItIsCut() {
        ANSWER.chars().forEach(c -> receive(Character.toString(c)));
        assertThat(seen).containsExactly("status 201");
        receive(ANSWER + ANSWER.replace("201", "404"));
        assertThat(seen).containsExactly("status 201", "status 201", "status 404");
    }

    @Test
    void anEmptyBodyIsAnAnswerToo() {
        receive("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(seen).containsExactly("status 200");
    }

    @Test
    void whatHasNoLengthAndAConnectionThatClosesAreFailures() {
        receive("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(seen).first().isEqualTo("answer without Content-Length");
        assertThat(seen).contains("connection closed");
    }
}
