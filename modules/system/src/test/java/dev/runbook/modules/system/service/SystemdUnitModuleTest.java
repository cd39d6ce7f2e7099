package dev.runbook.modules.system.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.Content;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.Payload;
import dev.runbook.api.Probe;
import dev.runbook.api.UnknownException;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.UnitInfo;
import dev.runbook.api.host.UnitStatus;
import dev.runbook.api.host.WriteFile;
import dev.runbook.modules.system.Tasks;
import dev.runbook.testkit.FakeWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemdUnitModuleTest {
    private static final String PATH = "/etc/systemd/system/app.service";
    private static final UnitStatus UNIT = new UnitStatus("app.service");
    private static final String TEXT = "[Service]\nExecStart=/usr/local/bin/app\n[Install]\nWantedBy=multi-user.target\n";
    private static final String TASK = """
            systemd_unit:
              name: app
              enabled: true
              state: started
              content: |
                [Service]
                ExecStart=/usr/local/bin/app
                [Install]
                WantedBy=multi-user.target
            """;

    private static UnitInfo unit(String active, String file) {
        return new UnitInfo("loaded", active, "x", file, PATH, false, "simple", false, false, "success");
    }

    private static FakeWorld world(UnitInfo unit) {
        return new FakeWorld()
                .answer(UNIT, unit)
                .answer(new FileStatus(PATH, false), null)
                .answer(new FileContent(PATH, Content.of(TEXT).sha256()), null)
                .answer(new UnitVerification("app.service", TEXT, false), List.of());
    }

    @Test
    void aNewUnit() {
        FakeWorld world = world(UnitInfo.NOT_FOUND);
        Tasks.Decision<UnitState> decision = Tasks.decide(new SystemdUnitModule(), TASK, world);

        assertEquals(
                List.of(
                        "write " + PATH,
                        "have systemd read the unit files anew",
                        "enable app.service",
                        "start app.service"),
                decision.summaries());
        assertEquals(
                List.of(),
                Tasks.decide(new SystemdUnitModule(), TASK, world.after(decision.actions())).summaries());
    }

    @Test
    void aUnitThatAnEarlierTaskWouldWrite() {
        FakeWorld world = world(UnitInfo.NOT_FOUND)
                .after(List.of(new WriteFile(PATH, Payload.of(TEXT), 0644, "root", "root", null)));

        assertEquals(
                List.of("enable app.service", "start app.service"),
                Tasks.decide(new SystemdUnitModule(), "systemd_unit: {name: app, enabled: true, state: started}", world)
                        .summaries());
    }

    @Test
    void aProgramThatAnEarlierTaskWouldPutThereIsNoComplaint() {
        var missing = new UnitVerification.Complaint(
                "Command /usr/local/bin/app is not executable: No such file or directory", false, "/usr/local/bin/app", "");
        FakeWorld world = world(UnitInfo.NOT_FOUND)
                .answer(new UnitVerification("app.service", TEXT, false), List.of(missing))
                .answer(new FileStatus("/usr/local/bin/app", true), null);
        assertTrue(Tasks.failure(() -> Tasks.decide(new SystemdUnitModule(), TASK, world))
                .getMessage()
                .contains("Command /usr/local/bin/app is not executable"));

        world.after(List.of(new WriteFile("/usr/local/bin/app", Payload.of("x"), 0755, "root", "root", null)));
        assertEquals(4, Tasks.decide(new SystemdUnitModule(), TASK, world).actions().size());
    }

    @Test
    void aProgramThatMayComeIsNoComplaintEither() {
        var missing = new UnitVerification.Complaint("x", false, "/usr/local/bin/app", "");
        FakeWorld world = world(UnitInfo.NOT_FOUND)
                .answer(new UnitVerification("app.service", TEXT, false), List.of(missing))
                .unknown(new FileStatus("/usr/local/bin/app", true), "an archive is not unpacked yet");

        assertEquals(4, Tasks.decide(new SystemdUnitModule(), TASK, world).actions().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "inactive|disabled|state: started|start app.service",
        "active|disabled|state: started|",
        "failed|enabled|state: stopped|",
        "active|enabled|state: stopped, enabled: false|disable app.service, stop app.service",
        "active|enabled|state: restarted|restart app.service",
        "inactive|enabled|state: restarted|restart app.service",
        "inactive|enabled|state: reloaded|start app.service",
        "activating|enabled|state: started|start app.service",
        "active|static|enabled: true|",
        "active|static|enabled: false|",
        "active|enabled|enabled: true|",
    })
    void states(String active, String file, String parameters, String actions) {
        FakeWorld world = new FakeWorld().answer(UNIT, unit(active, file));
        Tasks.Decision<UnitState> decision =
                Tasks.decide(new SystemdUnitModule(), "systemd_unit: {name: app, " + parameters + "}", world);

        assertEquals(actions == null ? "" : actions, String.join(", ", decision.summaries()));
        assertEquals(decision.actions().isEmpty(), decision.current().equals(decision.wanted()));
    }

    @Test
    void filesThatSystemdHasNotRead() {
        FakeWorld world = new FakeWorld().answer(UNIT, unit("active", "enabled").withNeedDaemonReload(true));
        Tasks.Decision<UnitState> decision =
                Tasks.decide(new SystemdUnitModule(), "systemd_unit: {name: app, state: started}", world);

        assertEquals(List.of("have systemd read the unit files anew"), decision.summaries());
    }

    @Test
    void aUnitThatRunsToAnEndIsStartedEachTime() {
        UnitInfo once = new UnitInfo("loaded", "inactive", "dead", "static", PATH, false, "oneshot", false, false, "success");
        Tasks.Decision<UnitState> decision = Tasks.decide(
                new SystemdUnitModule(), "systemd_unit: {name: app, state: started}", new FakeWorld().answer(UNIT, once));

        assertEquals(List.of("start app.service"), decision.summaries());
        assertEquals("started", decision.wanted().operation());
        assertEquals("stopped", decision.wanted().state());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "not-found|inactive|''|state: started|there is no unit app.service on this host",
        "masked|inactive|masked|state: started|app.service is masked, so it can neither be started nor enabled nor given a file",
        "bad-setting|inactive|enabled|state: started|systemd refuses the file of app.service: bad-setting",
        "loaded|active|enabled|state: reloaded|app.service cannot be reloaded: its unit file has no ExecReload",
        "loaded|active|enabled|masked: true|app.service cannot be masked, because its own file stands where the mask"
                + " would: /etc/systemd/system/app.service",
    })
    void failures(String load, String active, String file, String parameters, String message) {
        UnitInfo unit = new UnitInfo(load, active, "x", file, PATH, false, "simple", false, false, "success");
        var failure = Tasks.failure(() -> Tasks.decide(
                new SystemdUnitModule(), "systemd_unit: {name: app, " + parameters + "}", new FakeWorld().answer(UNIT, unit)));

        assertEquals(message, failure.getMessage());
    }

    @Test
    void whatAServiceAnswersOnceItRunsIsNotKnown() {
        var port = new NetworkQuery.TcpPort("localhost", 80, Duration.ofSeconds(1), false);
        FakeWorld world = new FakeWorld()
                .answer(port, false)
                .answer(new FileStatus("/run/app.sock", true), null)
                .answer(new FileStatus("/etc/app", true), null)
                .after(List.of(new RunUnit("app.service", RunUnit.Verb.START, false, false, Duration.ofSeconds(9))));

        assertThrows(UnknownException.class, () -> world.ask(port));
        assertThrows(UnknownException.class, () -> world.ask(new FileStatus("/run/app.sock", true)));
        assertNull(world.ask(new FileStatus("/etc/app", true)));
    }

    @Test
    void complaintsOfSystemdAnalyze() {
        String printed = """
                0|/tmp/d/0|/tmp/d/0/app.service:9: Unknown key 'Restrt' in section [Service], ignoring.
                0|/tmp/d/0|app.service: Command /usr/bin/nope is not executable: No such file or directory
                0|/tmp/d/0|app.service: Failed to create app.service/start: Unit other.service not found.
                0|/tmp/d/0|/lib/systemd/system/foreign.service:3: Unknown key 'X' in section [Service], ignoring.
                0|/tmp/d/0|Unit app.service has a bad unit file setting.
                1|/tmp/d/1|tick@i.service: Command /bin/nope is not executable: No such file or directory
                """;
        List<UnitVerification> queries =
                List.of(new UnitVerification("app.service", "", false), new UnitVerification("tick@.service", "", false));
        @SuppressWarnings("unchecked")
        Probe<UnitVerification, List<UnitVerification.Complaint>> probe =
                (Probe<UnitVerification, List<UnitVerification.Complaint>>) queries.get(0).probe();
        List<List<UnitVerification.Complaint>> complaints = probe.parse(
                queries, new CommandOutput(0, printed.getBytes(StandardCharsets.UTF_8), new byte[0]));

        assertEquals(
                List.of(
                        new UnitVerification.Complaint(
                                "line 9: Unknown key 'Restrt' in section [Service], ignoring.", true, "", ""),
                        new UnitVerification.Complaint(
                                "Command /usr/bin/nope is not executable: No such file or directory",
                                false,
                                "/usr/bin/nope",
                                ""),
                        new UnitVerification.Complaint(
                                "Failed to create app.service/start: Unit other.service not found.",
                                false,
                                "",
                                "other.service")),
                complaints.get(0));
        assertEquals("/bin/nope", complaints.get(1).get(0).executable());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "name: app|what is to be managed",
        "name: 'a b', state: started|cannot be a unit",
        "name: getty@.service, state: started|is a pattern for units",
        "name: app, masked: true, state: started|can neither be started nor enabled",
        "name: app, content: hello|not a unit file",
        "name: app, enabled: true, content: \"[Service]\\nExecStart=/bin/true\"|no [Install] section",
    })
    void mistakes(String parameters, String message) {
        String refusal = Tasks.refusal(new SystemdUnitModule(), "systemd_unit: {" + parameters + "}");

        assertTrue(refusal.contains(message), refusal);
    }
}
