package io.stele.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// What callers ask over HTTP/1.1.
interface HttpRequests {

    /// Writes the caller's next request, head and body.
    void write(int caller, ByteBuf out);

    /// The caller's last request was answered with a status of 200 to 299.
    ///
    /// @return how many events it was about
    int succeeded(int caller);

    /// The same request again and again.
    static HttpRequests get(String path, HostPort server) {
        byte[] bytes = ascii("GET " + path + " HTTP/1.1\r\nHost: " + server + "\r\n\r\n");
        return new HttpRequests() {
            @Override
            public void write(int caller, ByteBuf out) {
                out.writeBytes(bytes);
            }

            @Override
            public int succeeded(int caller) {
                return 1;
            }
        };
    }

    /// A request with a body of JSON.
    ///
    /// @param fields each with a line end
    static void writePost(String path, HostPort server, String fields, String json, ByteBuf out) {
        StringBuilder text = new StringBuilder(json.length() + 300);
        text.append("POST ").append(path).append(" HTTP/1.1\r\nHost: ").append(server);
        text.append("\r\nContent-Type: application/json\r\n").append(fields);
        text.append("Content-Length: ").append(json.length()).append("\r\n\r\n").append(json);
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
