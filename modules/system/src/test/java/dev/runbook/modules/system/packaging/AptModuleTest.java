package dev.runbook.modules.system.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.Payload;
import dev.runbook.api.UnknownException;
import dev.runbook.api.Value;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.PackageInfo;
import dev.runbook.api.host.PackageStatus;
import dev.runbook.api.host.UnitInfo;
import dev.runbook.api.host.UnitStatus;
import dev.runbook.api.host.WriteFile;
import dev.runbook.modules.system.Tasks;
import dev.runbook.testkit.FakeWorld;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AptModuleTest {
    private static final long NOW = 1_800_000_000;

    private static FakeWorld host(long updated) {
        return new FakeWorld()
                .answer(new AptCacheStatus(), new AptCacheStatus.Cache(true, "Debian", updated, NOW, false, false));
    }

    @Test
    void whatComesAlongIsNamedWithVersions() {
        AptSimulation simulation =
                new AptSimulation(List.of("--no-install-recommends", "install", "--", "cron", "prometheus-node-exporter"), false);
        FakeWorld world = host(NOW - 60)
                .answer(new PackageStatus("cron"), PackageInfo.ABSENT)
                .answer(new PackageStatus("prometheus-node-exporter"), PackageInfo.ABSENT)
                .answer(simulation, plan("install.txt"));
        String task = "apt: {name: [cron, prometheus-node-exporter], install_recommends: false, cache_valid_time: 1h}";
        Tasks.Decision<AptState> decision = Tasks.decide(new AptModule(), task, world);

        assertEquals(
                Map.of("cron", Value.of("3.0pl1-162"), "prometheus-node-exporter", Value.of("1.5.0-1+b6")),
                decision.wanted().packages());
        assertEquals(List.of("install cron prometheus-node-exporter"), decision.summaries());
        assertEquals(
                List.of(), Tasks.decide(new AptModule(), task, world.after(decision.actions())).summaries());
    }

    @Test
    void installedPackagesNeedNoSimulationAndNoUpdate() {
        FakeWorld world = host(0).answer(new PackageStatus("sudo"), PackageInfo.installed("1.9.13p3-1"));

        assertEquals(
                List.of(),
                Tasks.decide(new AptModule(), "apt: {name: sudo=1.9*, update_cache: true}", world).summaries());
    }

    @Test
    void thePreviewJudgesByListsAsTheyWouldBe() {
        FakeWorld world = host(0)
                .answer(new PackageStatus("htop"), PackageInfo.ABSENT)
                .answer(new AptSimulation(List.of("install", "--", "htop"), true), simple("htop", "3.2.2-2"));
        Tasks.Decision<AptState> decision =
                Tasks.decide(new AptModule(), "apt: {name: htop, update_cache: true}", world);

        assertEquals(List.of("update the package lists", "install htop"), decision.summaries());
        assertTrue(decision.wanted().cacheUpdated());
    }

    @Test
    void anUnknownPackageIsRefusedWithWhatMayBeMeant() {
        AptPlan plan = AptPlan.parse(100, "E: Unable to locate package htoop\n", List.of("htop", "html2ps"));
        FakeWorld world = host(NOW - 60)
                .answer(new PackageStatus("htoop"), PackageInfo.ABSENT)
                .answer(new AptSimulation(List.of("install", "--", "htoop"), false), plan);
        var failure = Tasks.failure(() -> Tasks.decide(new AptModule(), "apt: {name: htoop}", world));

        assertEquals("Unable to locate package htoop", failure.getMessage());
        assertEquals("there is htop", failure.hints().get(0));
    }

    @Test
    void fromARepositoryThatIsOnlyPredictedComesWhatAptDoesNotKnow() {
        FakeWorld world = host(NOW - 60)
                .answer(new PackageStatus("grafana"), PackageInfo.ABSENT)
                .answer(new PackageStatus("htop"), PackageInfo.ABSENT)
                .answer(
                        new AptSimulation(List.of("install", "--", "grafana", "htop"), false),
                        AptPlan.parse(100, "E: Unable to locate package grafana\n", List.of()))
                .answer(new AptSimulation(List.of("install", "--", "htop"), false), simple("htop", "3.2.2-2"))
                .after(List.of(new WriteFile(
                        "/etc/apt/sources.list.d/grafana.sources", Payload.of("x"), 0644, "root", "root", null)));
        Tasks.Decision<AptState> decision = Tasks.decide(new AptModule(), "apt: {name: [grafana, htop]}", world);

        assertEquals(List.of("install htop grafana"), decision.summaries());
        assertTrue(decision.wanted().packages().get("grafana") instanceof Value.Later<String>);
        world.after(decision.actions());
        assertTrue(world.ask(new PackageStatus("grafana")).installed());
        assertEquals(List.of(), Tasks.decide(new AptModule(), "apt: {name: [grafana, htop]}", world).summaries());
    }

    @Test
    void whatWasAbsentMayComeWithAPackage() {
        FakeWorld world = host(NOW)
                .answer(new FileStatus("/etc/nginx/nginx.conf", true), null)
                .answer(new FileStatus("/srv/www", true), null)
                .answer(new UnitStatus("nginx.service"), UnitInfo.NOT_FOUND)
                .after(List.of(new AptTransaction(
                        List.of("install", "--", "nginx"),
                        List.of(new AptPlan.Change("nginx", "", "1.22", false)),
                        List.of(),
                        java.time.Duration.ofSeconds(1))));

        assertEquals(
                "it may come with package nginx",
                assertThrows(UnknownException.class, () -> world.ask(new FileStatus("/etc/nginx/nginx.conf", true)))
                        .unknown()
                        .cause());
        assertThrows(UnknownException.class, () -> world.ask(new UnitStatus("nginx.service")));
        assertEquals(null, world.ask(new FileStatus("/srv/www", true)), "packages put nothing there");
    }

    @Test
    void removalWithConfiguration() {
        PackageInfo left = new PackageInfo(PackageInfo.State.CONFIGURATION_LEFT, Value.of(""));
        FakeWorld world = host(NOW)
                .answer(new PackageStatus("cron"), left)
                .answer(new PackageStatus("sudo"), PackageInfo.installed("1.9.13p3-1+deb12u4"))
                .answer(new PackageStatus("nope"), PackageInfo.ABSENT)
                .answer(new AptSimulation(List.of("--purge", "remove", "--", "cron", "sudo"), false),
                        AptPlan.parse(0, "Purg cron\nPurg sudo [1.9.13p3-1+deb12u4]\n", List.of()));
        String task = "apt: {name: [cron, sudo, nope], state: absent, purge: true}";
        Tasks.Decision<AptState> decision = Tasks.decide(new AptModule(), task, world);

        assertEquals(List.of("cron"), decision.current().configurationLeft());
        assertEquals(List.of(), decision.wanted().configurationLeft());
        assertEquals(List.of("remove cron sudo"), decision.summaries());
        assertEquals(List.of(), Tasks.decide(new AptModule(), task, world.after(decision.actions())).summaries());
    }

    @ParameterizedTest
    @CsvSource({
        "unknown.txt, nonsense-package",
        "virtual.txt, awk",
        "version.txt, htop",
        "regex.txt, ss.tp",
    })
    void missing(String resource, String name) {
        assertEquals(List.of(name), plan(resource).missing());
    }

    @Test
    void providersAndGlobsAndRemovals() {
        assertEquals(List.of("original-awk", "mawk", "gawk"), plan("virtual.txt").providers().get("awk"));
        assertEquals(List.of("ssmtp"), plan("glob.txt").selected().get("ssmt*"));
        assertTrue(plan("remove.txt").changes().stream()
                .anyMatch(change -> change.name().equals("openssh-server") && change.to().isEmpty()));
        assertEquals("4.96", AptPlan.parse(0, "Inst exim4 [4.9] (4.96 Debian:12 [amd64]) [a:amd64 ]", List.of())
                .changes().get(0).to());
    }

    @Test
    void otherDistributions() {
        FakeWorld world = new FakeWorld()
                .answer(new PackageStatus("x"), PackageInfo.ABSENT)
                .answer(new AptCacheStatus(), new AptCacheStatus.Cache(false, "Alpine Linux v3.20", 0, NOW, false, false));

        assertEquals(
                "apt is not on this host (Alpine Linux v3.20)",
                Tasks.failure(() -> Tasks.decide(new AptModule(), "apt: {name: x}", world)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "name: Nginx|cannot be a package",
        "name: 'nginx-'|cannot be a package",
        "name: a=1, state: latest|goes with state: present only",
        "upgrade: all|expected none, safe or full",
        "name: a, upgrade: full|goes without name",
        "purge: true|what is to be done",
    })
    void mistakes(String parameters, String message) {
        String refusal = Tasks.refusal(new AptModule(), "apt: {" + parameters + "}");

        assertTrue(refusal.contains(message), refusal);
    }

    @ParameterizedTest
    @CsvSource({"1.22*, 1.22.1-9, true", "1.22, 1.22.1, false", "1:2.?, 1:2.3, true", "'', 5, true"})
    void versions(String asked, String installed, boolean accepted) {
        String text = asked.isEmpty() ? "a" : "a=" + asked;
        assertEquals(accepted, PackageRequest.parse(text).accepts(installed));
    }

    private static AptPlan simple(String name, String version) {
        return AptPlan.parse(0, "Inst " + name + " (" + version + " Debian:12 [amd64])\n", List.of());
    }

    private static AptPlan plan(String resource) {
        try (InputStream in = AptModuleTest.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return AptPlan.parse(text.contains("E: ") ? 100 : 0, text, List.of());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
