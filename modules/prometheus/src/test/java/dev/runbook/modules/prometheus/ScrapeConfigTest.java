package dev.runbook.modules.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.TaskFailedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrapeConfigTest {
    private static final Map<String, Object> KEYS = Map.of("static_configs", List.of(Map.of("targets", List.of("b:2"))));
    private static final String JOB = """
              - job_name: b
                static_configs:
                - targets:
                  - b:2
            """.indent(-2).indent(0);

    private static String with(String text) {
        return new ScrapeConfig("p.yml", text).with("b", KEYS);
    }

    @Test
    void aJobIsAddedWhereJobsAre() {
        assertEquals("scrape_configs:\n" + JOB.indent(2), with(""));
        assertEquals("global: {}\n\nscrape_configs:\n" + JOB.indent(2), with("global: {}"));
        assertEquals("scrape_configs: # none yet\n" + JOB.indent(2) + "x: 1\n", with("scrape_configs: [] # none yet\nx: 1\n"));
        assertEquals("scrape_configs:\n" + JOB.indent(2), with("scrape_configs:\n"));
        assertEquals("scrape_configs:\n- job_name: a # é𝄞\n" + JOB + "\n# the end\nx: 1\n",
                with("scrape_configs:\n- job_name: a # é𝄞\n\n# the end\nx: 1\n"));
        assertEquals("scrape_configs:\n- job_name: a\n" + JOB, with("scrape_configs:\n- job_name: a"));
    }

    @Test
    void aJobIsChangedInPlace() {
        String text = """
                scrape_configs:
                  - job_name: b
                    scrape_interval: 5s # as it is
                    static_configs: # those
                      - targets: [a:1]
                    # why
                    relabel_configs:
                      - {source_labels: [x], target_label: y}
                  - job_name: c
                """;
        assertEquals("""
                scrape_configs:
                  - job_name: b
                    scrape_interval: 5s # as it is
                    static_configs:
                    - targets:
                      - b:2
                    # why
                    relabel_configs:
                      - {source_labels: [x], target_label: y}
                  - job_name: c
                """, with(text));
        assertEquals(text, new ScrapeConfig("p.yml", text).with("b", Map.of("scrape_interval", "5s")));
        assertTrue(new ScrapeConfig("p.yml", text).with("b", Map.of("scheme", "https"))
                .contains("target_label: y}\n    scheme: https\n  - job_name: c"));
    }

    @Test
    void aJobIsRemoved() {
        assertEquals("scrape_configs:\n  - job_name: a\n\n  - job_name: c\n",
                new ScrapeConfig("p.yml", "scrape_configs:\n  - job_name: a\n\n  - job_name: b\n    scheme: https\n  - job_name: c\n")
                        .without("b"));
        assertEquals("scrape_configs:\nx: 1\n", new ScrapeConfig("p.yml", "scrape_configs:\n- job_name: b\nx: 1\n").without("b"));
        assertEquals("x: 1\n", new ScrapeConfig("p.yml", "x: 1\n").without("b"));
    }

    @Test
    void whatCannotBeEditedIsRefused() {
        assertTrue(assertThrows(TaskFailedException.class, () -> with("scrape_configs: [{job_name: a}]\n")).getMessage()
                .contains("written in brackets, that cannot be edited in place"));
        assertTrue(assertThrows(TaskFailedException.class, () -> with("a: b\n c: [\n")).getMessage().startsWith("p.yml:2: "));
        assertTrue(assertThrows(TaskFailedException.class, () -> with("- a\n")).getMessage().contains("expected a mapping"));
    }
}
