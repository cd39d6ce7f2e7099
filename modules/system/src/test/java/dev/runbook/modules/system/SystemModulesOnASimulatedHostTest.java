package dev.runbook.modules.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.TaskModule;
import dev.runbook.api.host.FileContent;
import dev.runbook.host.Access;
import dev.runbook.host.Host;
import dev.runbook.testkit.ModuleContract;
import dev.runbook.testkit.TestHosts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The contract of all modules, held against a machine in memory: what is previewed comes, and comes once. */
class SystemModulesOnASimulatedHostTest {
    /**
     * Steps of each module, in order: a verb of the contract and a task. {@code converges?} allows the preview to be
     * unknown; {@code refuses} is for what a fresh machine cannot
     * answer, with a part of the message behind the {@code #}.
     */
    private static final Map<String, List<String>> STEPS = new TreeMap<>(Map.ofEntries(
            Map.entry("add_host", List.of("answers add_host: {name: db1, groups: [db], port: 5432}")),
            Map.entry("apt", List.of(
                    "converges apt: {name: htop, update_cache: true}",
                    "unchanged apt: {name: [htop, sudo]}",
                    "unchanged apt: {name: htop=1*}",
                    "unchanged apt: {name: htop, state: latest}",
                    "converges apt: {name: htop, state: absent, purge: true}")),
            Map.entry("apt_repository", List.of(
                    "converges apt_repository: {name: example, uris: 'https://apt.example.org', suites: stable,"
                            + " components: main, key: example.asc,"
                            + " key_fingerprint: 8FBE5D049BC73C01BEE49069E8909C5C643699AA, update_cache: false}",
                    "converges apt_repository: {name: example, state: absent, update_cache: false}")),
            Map.entry("assert", List.of("answers assert: {that: ['true']}")),
            Map.entry("async_status", List.of("refuses async_status: {jid: j1} # there is no job j1")),
            Map.entry("command", List.of(
                    "acts command: {cmd: echo hello}", "acts command: {cmd: touch /tmp/x, creates: /tmp/x}",
                    "skips command: {cmd: touch /tmp/x, creates: /tmp/x}")),
            Map.entry("copy", List.of(
                    "converges copy: {content: one, dest: /etc/one, mode: 0600}",
                    "unchanged copy: {content: one, dest: /etc/one}",
                    "converges copy: {content: two, dest: /etc/one, backup: true}",
                    "converges copy: {src: tree, dest: /srv}",
                    "unchanged copy: {src: tree, dest: /srv}",
                    "converges copy: {src: /etc/one, dest: /etc/three, remote_src: true}")),
            Map.entry("debug", List.of("answers debug: {msg: hello}")),
            Map.entry("download", List.of(
                    "converges download: {url: 'https://example.org/a', dest: /opt/a,"
                            + " checksum: 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'}",
                    "unchanged download: {url: 'https://example.org/a', dest: /opt/a,"
                            + " checksum: 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'}")),
            Map.entry("facts", List.of("answers facts: {}", "answers facts: {gather_subset: [min]}")),
            Map.entry("fail", List.of()),
            Map.entry("file", List.of(
                    "converges file: {path: /srv/a/b, state: directory, mode: 0750, owner: www-data, group: adm}",
                    "unchanged file: {path: /srv/a/b, state: directory}",
                    "converges file: {path: /srv/link, src: /srv/a, state: link}",
                    "converges file: {path: /srv/a/b/c, state: touch}",
                    "converges? file: {path: /srv/a/b/d, src: /srv/a/b/c, state: hard}",
                    "converges file: {path: /srv/a, state: directory, recurse: true, mode: 'u=rwX,go=rX'}",
                    "unchanged file: {path: /srv/link, src: /srv/a, state: link}",
                    "converges file: {path: /srv/a, state: absent}")),
            Map.entry("file_template", List.of(
                    "converges file_template: {src: greeting.tmpl, dest: /etc/greeting}",
                    "unchanged file_template: {src: greeting.tmpl, dest: /etc/greeting}")),
            Map.entry("group", List.of(
                    "converges group: {name: team, system: true}",
                    "unchanged group: {name: team}",
                    "converges group: {name: team, gid: 4242}",
                    "converges group: {name: team, state: absent}")),
            Map.entry("group_by", List.of("answers group_by: {key: debian, parents: [linux]}")),
            Map.entry("http_check", List.of("refuses http_check: {url: 'http://localhost/', timeout: 1s} # connection refused")),
            Map.entry("lineinfile", List.of(
                    "converges lineinfile: {path: /etc/hosts, line: 10.0.0.1 db}",
                    "unchanged lineinfile: {path: /etc/hosts, line: 10.0.0.1 db}",
                    "converges lineinfile: {path: /etc/hosts, regexp: ^10, state: absent}")),
            Map.entry("pause", List.of()),
            Map.entry("set_fact", List.of("answers set_fact: {a: 1}")),
            Map.entry("shell", List.of("acts shell: {cmd: 'mkdir /tmp/y && echo 1 > /tmp/y/z'}",
                    "skips shell: {cmd: 'true', creates: /tmp/y/z}")),
            Map.entry("stat", List.of("answers stat: {path: /etc/hosts}", "answers stat: {path: /nowhere}")),
            Map.entry("systemd_unit", List.of(
                    unit(1000),
                    unit(1000).replaceFirst("converges", "unchanged"),
                    unit(2000),
                    "converges systemd_unit: {name: napper, state: restarted}",
                    "converges systemd_unit: {name: napper, state: stopped, enabled: false}",
                    "converges systemd_unit: {name: systemd-timesyncd.service, masked: true}",
                    "converges? systemd_unit: {name: systemd-timesyncd.service, masked: false, enabled: true}",
                    "converges systemd_unit: {name: cron, masked: true, enabled: false, state: stopped}")),
            Map.entry("unarchive", List.of(
                    "converges? unarchive: {src: things.zip, dest: /opt}",
                    "unchanged unarchive: {src: things.zip, dest: /opt}")),
            Map.entry("user", List.of(
                    "converges user: {name: prometheus, system: true, shell: /bin/false, create_home: false}",
                    "unchanged user: {name: prometheus, system: true, shell: /bin/false, create_home: false}",
                    "converges user: {name: alice, groups: [adm, sudo], comment: Alice, expires: 2031-02-03,"
                            + " password: '$6$abc$defghijklmnop', password_lock: true}",
                    "converges user: {name: alice, groups: [users], append: true, shell: /bin/bash, expires: never}",
                    "converges user: {name: alice, groups: [], password: '$6$abc$other', password_lock: false}",
                    "converges user: {name: alice, home: /srv/alice, move_home: true}",
                    "unchanged user: {name: alice, groups: [], home: /srv/alice, password: '$6$abc$other'}",
                    "converges user: {name: alice, state: absent, remove: true}")),
            Map.entry("wait_for", List.of("answers wait_for: {port: 22, timeout: 1s}"))));

    @TempDir
    Path directory;

    private static String unit(int seconds) {
        return """
                converges systemd_unit:
                  name: napper
                  enabled: true
                  state: started
                  content: |
                    [Service]
                    ExecStart=/bin/sleep %d
                    [Install]
                    WantedBy=multi-user.target
                """.formatted(seconds);
    }

    private static Map<String, TaskModule> modules() {
        Map<String, TaskModule> modules = new TreeMap<>();
        ServiceLoader.load(TaskModule.class).forEach(module -> modules.put(
                module.getClass().getAnnotation(dev.runbook.api.Module.class).name(), module));
        return modules;
    }

    @Test
    void everyModuleIsTried() {
        assertEquals(modules().keySet(), new TreeSet<>(STEPS.keySet()));
    }

    @TestFactory
    List<DynamicTest> modulesKeepTheirContract() {
        return modules().entrySet().stream()
                .map(module -> DynamicTest.dynamicTest(module.getKey(), () -> trial(module.getKey(), module.getValue())))
                .toList();
    }

    private void trial(String name, TaskModule module) throws IOException {
        lay();
        try (Host host = TestHosts.simulated()) {
            ModuleContract contract =
                    ModuleContract.of(module, host).beside(directory).watching("everything").variable("who", "world");
            for (String step : STEPS.get(name)) {
                String verb = step.substring(0, step.indexOf(' '));
                String task = step.substring(step.indexOf(' ') + 1);
                switch (verb) {
                    case "converges" -> contract.converges(task);
                    case "converges?" -> contract.allowingUnknown().converges(task);
                    case "unchanged" -> contract.unchanged(task);
                    case "acts" -> contract.acts(task);
                    case "skips" -> contract.skips(task);
                    case "answers" -> contract.answers(task);
                    case "refuses" -> {
                        String message = Tasks.failure(() -> contract.answers(task)).getMessage();
                        String expected = task.substring(task.indexOf('#') + 2);
                        assertTrue(message.contains(expected), message);
                    }
                    default -> throw new IllegalArgumentException(verb);
                }
            }
        }
    }

    private void lay() throws IOException {
        Files.copy(getClass().getResourceAsStream("packaging/example.asc"), directory.resolve("example.asc"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(directory.resolve("greeting.tmpl"), "Hello @{who}\n");
        Files.createDirectories(directory.resolve("tree/sub"));
        Files.writeString(directory.resolve("tree/sub/leaf"), "leaf\n");
        try (OutputStream file = Files.newOutputStream(directory.resolve("things.zip"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("things/one"));
            zip.write("one\n".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    @Test
    void whatIsWrittenCanBeRead() throws Exception {
        try (Host host = TestHosts.simulated()) {
            ModuleContract contract = ModuleContract.of(modules().get("copy"), host);
            contract.converges("copy: {content: hello, dest: /etc/one}");
            var answer = (Host.HostAnswer.Given)
                    host.ask(List.of(new FileContent("/etc/one", null)), Access.PLAIN).getFirst();
            assertTrue(answer.toString().contains("content 2cf24dba5fb0"), answer::toString);
        }
    }
}
