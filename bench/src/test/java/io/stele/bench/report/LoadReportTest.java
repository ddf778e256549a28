package io.stele.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stele.bench.load.LoadResult;
import io.stele.bench.load.Pace;
import io.stele.bench.load.Sample;
import io.stele.bench.load.Scenario;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class LoadReportTest {

    private static LoadResult result(String name) {
        Histogram latencies = new Histogram(3);
        for (long i = 1; i <= 10_000; i++) {
            latencies.recordValue(i * 1_000);
        }
        return new LoadResult(
                name,
                Pace.open(100, 4, Duration.ZERO, Duration.ofSeconds(2)),
                10_000,
                Duration.ofSeconds(2),
                latencies,
                Map.of("HTTP 503", 7L),
                List.of(new Sample(1, 4_000, 5, 9, 10, 0), new Sample(2, 6_000, 5, 9.5, 11, 7)),
                new LoadResult.Cpu(Duration.ofMillis(100), Optional.of(Duration.ofMillis(200))),
                Optional.of(new LoadResult.Baseline("GET /healthz", 9_000, 1, 2)));
    }

    @Test
    void aPageNeedsNothingButItselfAndSaysWhatWasMeasured() throws Exception {
        LoadReport report = new LoadReport("a machine");
        report.add(result("<append>"), Scenario.ALL.getFirst().goals());
        String html = report.html();
        assertThat(html)
                .contains("&lt;append&gt;", "5,000", "p99 9.9", "HTTP 503=7", "GET /healthz")
                .contains("server 20.0 µs/event, load 10.0 µs/event", "missed")
                .doesNotContain("http://", "https://", "<script", "NaN", "Infinity");
        assertThat(svgs(html)).hasSize(3).allSatisfy(LoadReportTest::hasPlacesWithinItsFrame);
    }

    private static List<String> svgs(String html) {
        return html.lines().filter(line -> line.startsWith("<svg")).toList();
    }

    private static void hasPlacesWithinItsFrame(String svg) throws Exception {
        Document parsed =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg)));
        String points =
                parsed.getElementsByTagName("polyline")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("points")
                        .getNodeValue();
        assertThat(points.strip().split(" "))
                .hasSizeGreaterThan(1)
                .allSatisfy(point -> {
                    String[] xy = point.split(",");
                    assertThat(Double.parseDouble(xy[0])).isBetween(0.0, 520.0);
                    assertThat(Double.parseDouble(xy[1])).isBetween(0.0, 240.0);
                });
    }

    @Test
    void axesHaveRoundNumbersAndReachBeyondTheLargest() {
        assertThat(Axis.linear("x", 23).ticks())
                .extracting(Axis.Tick::text)
                .containsExactly("0", "5", "10", "15", "20", "25");
        assertThat(Axis.linear("x", 0.4).ticks())
                .extracting(Axis.Tick::text)
                .containsExactly("0", "0.1", "0.2", "0.3", "0.4");
        assertThat(Axis.percentiles("x", 99.9).ticks())
                .extracting(Axis.Tick::text)
                .containsExactly("0", "50", "90", "99", "99.9");
        assertThat(Axis.logarithmic("x", 0.2, 7).ticks())
                .extracting(Axis.Tick::text)
                .containsExactly("0.1", "0.2", "0.5", "1", "2", "5", "10");
    }
}
