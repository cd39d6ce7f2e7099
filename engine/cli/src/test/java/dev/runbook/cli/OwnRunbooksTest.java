package dev.runbook.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The runbooks of this project, rehearsed: what a new user runs first. */
class OwnRunbooksTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final String GUIDE = "runbooks/cloudwatch-to-prometheus/site.yml";

    private static Run rehearse(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("rehearse"));
        argv.addAll(List.of(arguments));
        return Run.of(ROOT, argv);
    }

    @TestFactory
    Stream<DynamicTest> eachHolds() {
        return Stream.of(
                        List.of(GUIDE, "-i", "inventory/rehearsal.yml"),
                        List.of(GUIDE, "-i", "inventory/rehearsal.yml", "-e", "prometheus_version=3.5.0"),
                        List.of("runbooks/prometheus.yml", "-i", "inventory/monitoring.yml"),
                        List.of("runbooks/examples/hello.yml"),
                        List.of("runbooks/examples/loops.yml"),
                        List.of("runbooks/examples/blocks.yml"))
                .map(argv -> DynamicTest.dynamicTest(String.join(" ", argv), () -> {
                    Run run = rehearse(argv.toArray(String[]::new));
                    assertEquals(0, run.exit(), run.out() + run.err());
                }));
    }

    @Test
    void theGuideDoesWhatItSays() {
        Run run = rehearse(GUIDE, "-i", "inventory/rehearsal.yml", "-v");
        assertAll(
                () -> assertTrue(run.out().contains("The rehearsal holds: 51 tasks on 3 hosts."), run.out()),
                () -> assertTrue(run.out().contains("monitoring-server has the address 203.0.113."), run.out()),
                () -> assertTrue(run.out().contains("ssh: accept tcp 22 from 0.0.0.0/0"), run.out()),
                () -> assertTrue(run.out().contains("\"Request latency, average\"") || run.out().contains("Request latency, average"),
                        run.out()));
        assertFalse((run.out() + run.err()).contains("a password for rehearsals"), "a secret was shown");
    }

    @Test
    void aStepCanBeTakenByItself() {
        Run run = rehearse(GUIDE, "-i", "inventory/rehearsal.yml", "-t", "cloudwatch");
        assertEquals(0, run.exit(), run.out() + run.err());
        assertTrue(run.out().contains("export : Logs are exported to S3"), run.out());
        assertFalse(run.out().contains("prometheus : "), run.out());
    }

    @Test
    void whatIsMissingIsSaid() {
        Run password = rehearse(GUIDE, "-i", "inventory/rehearsal.yml", "-e", "grafana_admin_password=tiny12");
        assertEquals(2, password.exit(), password.out());
        assertTrue(password.out().contains("set GRAFANA_ADMIN_PASSWORD") && !password.out().contains("tiny12"), password.out());
        Run region = rehearse(GUIDE, "-i", "inventory/rehearsal.yml", "-e", "linode_region=us-see");
        assertEquals(2, region.exit(), region.out());
        assertTrue(region.out().contains("Linode has no region us-see") && region.out().contains("did you mean us-sea")
                || region.out().contains("Did you mean us-sea?"), region.out());
    }
}
