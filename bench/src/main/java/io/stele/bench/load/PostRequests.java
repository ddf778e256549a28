package io.stele.bench.load;

import io.netty.buffer.ByteBuf;
import io.stele.model.Append;
import io.stele.model.NewEvent;
import io.stele.model.StreamAppend;
import java.util.stream.Collectors;

/// Appends as JSON: `POST /v1/streams/{stream}`.
record PostRequests(HostPort server, Appends appends) implements HttpRequests {

    @Override
    public void write(int caller, ByteBuf out) {
        Append append = appends.next(caller);
        StreamAppend part = append.streams().getFirst();
        String fields =
                "Stele-Append-Id: "
                        + append.appendId()
                        + "\r\nStele-Expected: "
                        + part.expected()
                        + "\r\n";
        HttpRequests.writePost("/v1/streams/" + part.stream(), server, fields, json(part), out);
    }

    private static String json(StreamAppend part) {
        return part.events().size() == 1
                ? json(part.events().getFirst())
                : part.events().stream()
                        .map(PostRequests::json)
                        .collect(Collectors.joining(",", "[", "]"));
    }

    private static String json(NewEvent event) {
        return "{\"id\":\""
                + event.id()
                + "\",\"type\":\""
                + event.type()
                + "\",\"data\":"
                + event.data().bytes().utf8()
                + "}";
    }

    @Override
    public int succeeded(int caller) {
        appends.appended(caller);
        return appends.eventsInAnAppend();
    }
}
