package dev.runbook.variables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.expression.Scope;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VariablesTest {
    private static final String ONE_HOST = "all: {hosts: {web1.example.com: }}";
    private static final String NAME = "web1.example.com";

    @TempDir
    Path directory;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(directory);
    }

    /** Every level together with the next lower one; the higher must win whichever is given first. */
    @ParameterizedTest
    @EnumSource(value = Precedence.class, mode = EnumSource.Mode.EXCLUDE, names = "ROLE_DEFAULTS")
    void eachLevelBeatsTheNextLower(Precedence higher) {
        Precedence lower = Precedence.values()[higher.ordinal() - 1];
        for (boolean reversed : List.of(false, true)) {
            List<Precedence> both = reversed ? List.of(higher, lower) : List.of(lower, higher);
            StringBuilder inventory = new StringBuilder("all:\n");
            if (both.contains(Precedence.INVENTORY_GROUP)) {
                inventory.append("  vars: {v: INVENTORY_GROUP}\n");
            }
            inventory.append("  hosts:\n    web1:");
            inventory.append(both.contains(Precedence.INVENTORY_HOST) ? " {v: INVENTORY_HOST}\n" : "\n");
            Variables variables = both.contains(Precedence.EXTRA)
                    ? fixture.variables(inventory.toString(), "v=EXTRA")
                    : fixture.variables(inventory.toString());
            HostVariables host = variables.host("web1");
            List<Frame> frames = new ArrayList<>();
            for (Precedence level : both) {
                switch (level) {
                    case INVENTORY_GROUP, INVENTORY_HOST, EXTRA -> { }
                    case FACTS, SET_FACT -> host.define(level, "v", level.name(), "test", null);
                    case INCLUDE_VARS -> host.define(Fixture.frame(level, "v: " + level));
                    default -> frames.add(Fixture.frame(level, "v: " + level));
                }
            }
            assertEquals(higher.name(), host.scope(frames).lookup("v"));
            List<Variable> explained = host.explain("v", frames);
            assertEquals(both.size(), explained.size());
            assertEquals(List.of(higher, lower), explained.stream().map(Variable::precedence).toList());
        }
    }

    @Test
    void innerBlocksBeatOuterOnes() {
        HostVariables host = fixture.variables(ONE_HOST).host(NAME);
        Frame outer = Fixture.frame(Precedence.BLOCK_VARS, "v: outer");
        Frame inner = Fixture.frame(Precedence.BLOCK_VARS, "v: inner");
        assertEquals("inner", host.scope(List.of(outer, inner)).lookup("v"));
        assertSame(inner.get("v"), host.explain("v", List.of(outer, inner)).getFirst());
    }

    @Test
    void childGroupsBeatTheirParentsWhateverTheFile() {
        fixture.write("group_vars/all.yml", "v: all\nw: all\n");
        fixture.write("group_vars/site.yml", "w: site\n");
        HostVariables host = fixture.variables(
                "site: {children: {web: {hosts: {web1: }, vars: {v: web}}}}").host("web1");
        assertEquals("web", host.scope(List.of()).lookup("v"));
        assertEquals("site", host.scope(List.of()).lookup("w"));
    }

    @Test
    void valuesMayUseWhatIsDefinedHigher() {
        HostVariables host = fixture.variables(
                "all: {vars: {url: 'http://@{name}:@{port}/', name: '@{inventory_hostname_short}', port: 80}, hosts: {web1.example.com: }}")
                .host(NAME);
        assertEquals("http://web1:80/", host.scope(List.of()).lookup("url"));
        Frame task = Fixture.frame(Precedence.TASK_VARS, "port: 8080");
        assertEquals("http://web1:8080/", host.scope(List.of(task)).lookup("url"));
        assertEquals("http://web1:80/", host.scope(List.of()).lookup("url"));
        host.define(Precedence.SET_FACT, "port", 81L, "task", null);
        assertEquals("http://web1:81/", host.scope(List.of()).lookup("url"));
        Scope open = host.scope(List.of());
        host.define(Precedence.SET_FACT, "name", "other", "task", null);
        assertEquals("http://other:81/", open.lookup("url"));
        host.undefine(Precedence.SET_FACT, "port");
        assertEquals("http://other:80/", open.lookup("url"));
    }

    @Test
    void valuesAreComputedOnceWhileNothingChanges() {
        HostVariables host = fixture.variables("all: {vars: {a: '@{b}@{b}', b: '@{c}', c: 1}, hosts: {web1: }}").host("web1");
        Frame play = Fixture.frame(Precedence.PLAY_VARS, "unrelated: 1");
        assertEquals("11", host.scope(List.of()).lookup("a"));
        int before = fixture.expressions.evaluated.get();
        assertEquals("11", host.scope(List.of()).lookup("a"));
        assertEquals("11", host.scope(List.of(play)).lookup("a"));
        host.define(Precedence.SET_FACT, "unrelated", 2L, "task", null);
        assertEquals("11", host.scope(List.of(play)).lookup("a"));
        assertEquals(before, fixture.expressions.evaluated.get());
        host.define(Precedence.SET_FACT, "c", 2L, "task", null);
        assertEquals("22", host.scope(List.of()).lookup("a"));
    }

    @Test
    void textIsCompiledOnceForAllHosts() {
        Variables variables = fixture.variables("all: {vars: {a: '@{inventory_hostname}'}, hosts: {'web[1:50]': }}");
        for (String host : variables.inventory().hosts().keySet()) {
            assertEquals(host, variables.host(host).scope(List.of()).lookup("a"));
        }
        assertEquals(1, fixture.expressions.compiled.get());
    }

    @Test
    void whatIsNotAskedForIsNotEvaluated() {
        HostVariables host = fixture.variables("all: {vars: {a: '@{nothing}', b: 1}, hosts: {web1: }}").host("web1");
        assertEquals(1L, host.scope(List.of()).lookup("b"));
        assertThrows(RunbookException.class, () -> host.scope(List.of()).lookup("a"));
        assertSame(Scope.UNDEFINED, host.scope(List.of()).lookup("nothing"));
    }

    @Test
    void dataIsNeverATemplate() {
        HostVariables host = fixture.variables(ONE_HOST, "x=@{y}", "{\"z\": [\"@{y}\"]}").host(NAME);
        host.define(Precedence.FACTS, "facts", Map.of("a", "@{y}"), "facts", null);
        assertEquals("@{y}", host.scope(List.of()).lookup("x"));
        assertEquals(List.of("@{y}"), host.scope(List.of()).lookup("z"));
        assertEquals(Map.of("a", "@{y}"), host.scope(List.of()).lookup("facts"));
        assertEquals(0, fixture.expressions.compiled.get());
    }

    @Test
    void cyclesShowTheirWay() {
        HostVariables host = fixture.variables("all: {vars: {a: '@{b}', b: '@{c}', c: '@{b}'}, hosts: {web1: }}").host("web1");
        RunbookException error =
                assertThrows(RunbookException.class, () -> host.scope(List.of()).lookup("a"));
        var diagnostic = error.diagnostics().getFirst();
        assertEquals("cyclic-variable", diagnostic.code());
        assertEquals("Variable `b` depends on itself: b → c → b", diagnostic.summary());
        assertEquals(directory + "/hosts.yml:1:28", diagnostic.span().at());
        assertEquals(List.of("`c` is defined here"), diagnostic.related().stream().map(r -> r.message()).toList());
    }

    @Test
    void aVariableCannotUseTheOuterOneOfItsName() {
        HostVariables host = fixture.variables("all: {vars: {a: 1}, hosts: {web1: }}").host("web1");
        Frame task = Fixture.frame(Precedence.TASK_VARS, "a: '@{a}0'");
        RunbookException error =
                assertThrows(RunbookException.class, () -> host.scope(List.of(task)).lookup("a"));
        assertEquals("Variable `a` depends on itself: a → a", error.getMessage());
        assertEquals(1L, host.scope(List.of()).lookup("a"));
    }

    @Test
    void cyclesThroughOtherHostsAreFound() {
        Variables variables = fixture.variables(
                "all: {hosts: {web1: {a: '@{hostvars.web2.b}'}, web2: {b: '@{hostvars.web1.a}'}}}");
        RunbookException error = assertThrows(
                RunbookException.class, () -> variables.host("web1").scope(List.of()).lookup("a"));
        assertEquals("Variable `a` depends on itself: a → b → a", error.getMessage());
    }

    @Test
    void hostvarsSeeOtherHostsAsTheyAreNow() {
        Variables variables = fixture.variables("""
                all:
                  hosts:
                    web1: {peer: '@{hostvars.web2.address}', same: '@{hostvars.web1.x}', x: 1}
                    web2: {address: '@{ip}:@{port}', ip: 10.0.0.2}
                """);
        Frame play = Fixture.frame(Precedence.PLAY_VARS, "port: 80");
        Frame task = Fixture.frame(Precedence.TASK_VARS, "port: 99");
        HostVariables web1 = variables.host("web1");
        assertEquals("10.0.0.2:80", web1.scope(List.of(play, task)).lookup("peer"));
        variables.host("web2").define(Precedence.SET_FACT, "ip", "10.0.0.3", "task", null);
        assertEquals("10.0.0.3:80", web1.scope(List.of(play, task)).lookup("peer"));
        assertEquals(1L, web1.scope(List.of()).lookup("same"));
        Map<?, ?> all = assertInstanceOf(Map.class, web1.scope(List.of(play)).lookup("hostvars"));
        assertEquals(Set.of("web1", "web2"), all.keySet());
        assertFalse(all.containsKey("web3"));
        assertTrue(all.containsKey("localhost"));
        Map<?, ?> web2 = assertInstanceOf(Map.class, all.get("web2"));
        assertEquals("web2", web2.get("inventory_hostname"));
        assertFalse(web2.containsKey("nothing"));
        assertTrue(web2.entrySet().stream().anyMatch(e -> e.getKey().equals("ip") && e.getValue().equals("10.0.0.3")));
    }

    @Test
    void theEngineDefinesWhatItPromises() {
        Variables variables = fixture.variables("web: {hosts: {web1.example.com: }}\ndb: {hosts: {10.0.0.1: }}");
        Scope scope = variables.host(NAME).scope(List.of());
        assertEquals(NAME, scope.lookup("inventory_hostname"));
        assertEquals("web1", scope.lookup("inventory_hostname_short"));
        assertEquals("10.0.0.1", variables.host("10.0.0.1").scope(List.of()).lookup("inventory_hostname_short"));
        assertEquals(List.of("web"), scope.lookup("group_names"));
        assertEquals(List.of(NAME, "10.0.0.1"), ((Map<?, ?>) scope.lookup("groups")).get("all"));
        assertEquals(false, scope.lookup("check_mode"));
        assertEquals(directory.toString(), scope.lookup("inventory_dir"));
        assertEquals(directory.toString(), scope.lookup("runbook_dir"));
        Frame task = Frame.data(Precedence.MAGIC, "task", Map.of("check_mode", true));
        assertEquals(true, variables.host(NAME).scope(List.of(task)).lookup("check_mode"));
        assertSame(Scope.UNDEFINED, variables.host("localhost").scope(List.of()).lookup("inventory_dir"));
        assertThrows(IllegalArgumentException.class, () -> variables.host("nothing"));
    }

    @Test
    void passwordsInClearAreSecretsAllTheSame() {
        HostVariables host = fixture.variables(
                "all: {vars: {ansible_password: abc, pw: '@{ansible_password}'}, hosts: {web1: }}", "ansible_become_password=x")
                .host("web1");
        assertEquals(new Secret("abc"), host.scope(List.of()).lookup("ansible_password"));
        assertEquals(new Secret("abc"), host.scope(List.of()).lookup("pw"));
        assertEquals(new Secret("x"), host.scope(List.of()).lookup("ansible_become_password"));
    }

    @Test
    void unknownValuesPass() {
        HostVariables host = fixture.variables("all: {vars: {a: '@{r}'}, hosts: {web1: }}").host("web1");
        Unknown unknown = new Unknown("task has not run", "");
        host.define(Precedence.SET_FACT, "r", unknown, "task", null);
        assertEquals(unknown, host.scope(List.of()).lookup("a"));
    }

    @Test
    void mistakesAreKnownBeforeAnyHostIsAsked() {
        fixture.write("host_vars/web1", "groups: mine\nc: '@{!}'\n");
        Variables variables = fixture.variables("all: {vars: {a: '@{!}', b: '@{undefined}'}, hosts: {web1: }}");
        Diagnostics diagnostics = new Diagnostics();
        variables.check(diagnostics);
        assertEquals(
                List.of("bad-expression", "reserved-name", "bad-expression"),
                diagnostics.all().stream().map(d -> d.code()).toList());
    }

    @Test
    void knowsEveryNameThatIsDefinedSomewhere() {
        Variables variables = fixture.variables(
                "web: {hosts: {web1: {a: 1}}, vars: {b: 1}}\ndb: {hosts: {db1: {c: 1}}, vars: {d: 1}}", "e=1");
        Set<String> names = variables.namesFor(List.of("web1"));
        assertTrue(names.containsAll(List.of("a", "b", "e", "inventory_hostname", "omit")), names::toString);
        assertFalse(names.contains("c") || names.contains("d"), names::toString);
        Frame task = Fixture.frame(Precedence.TASK_VARS, "f: 1");
        assertTrue(variables.host("web1").scope(List.of(task)).names().containsAll(List.of("a", "b", "e", "f", "hostvars")));
    }

    @Test
    void isFastForManyHostsAndTasks() {
        Variables variables = fixture.variables("""
                all:
                  hosts: {'web[1:2000]': }
                  vars: {url: 'http://@{name}:@{port}/', name: '@{inventory_hostname}', port: 80}
                """);
        List<Frame> frames = List.of(
                Fixture.frame(Precedence.PLAY_VARS, "p: '@{url}'"), Fixture.frame(Precedence.TASK_VARS, "t: '@{p}'"));
        assertTimeout(Duration.ofSeconds(10), () -> {
            for (int task = 0; task < 50; task++) {
                for (String name : variables.inventory().hosts().keySet()) {
                    HostVariables host = variables.host(name);
                    Scope scope = host.scope(frames);
                    assertEquals("http://" + name + ":80/", scope.lookup("t"));
                    host.define(Precedence.SET_FACT, "result", (long) task, "task", null);
                }
            }
        });
    }

    @Test
    void hostsMayWriteAndReadEachOtherAtOnce() throws Exception {
        Variables variables = fixture.variables("""
                all:
                  hosts: {'web[1:20]': }
                  vars: {mine: '@{n}', other: '@{hostvars.web1.mine}', n: 0}
                """);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (String name : variables.inventory().hosts().keySet()) {
                running.add(threads.submit(() -> {
                    HostVariables host = variables.host(name);
                    for (long i = 1; i <= 200; i++) {
                        host.define(Precedence.SET_FACT, "n", i, "task", null);
                        assertEquals(i, host.scope(List.of()).lookup("mine"));
                        long seen = (Long) host.scope(List.of()).lookup("other");
                        assertTrue(seen >= 0 && seen <= 200);
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        assertEquals(200L, variables.host("web20").scope(List.of()).lookup("other"));
    }
}
