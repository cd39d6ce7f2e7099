package dev.runbook.variables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.expression.ExpressionOptions;
import dev.runbook.expression.MvelExpressions;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.InventoryLoader;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.YamlReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two rooms together. */
class RealExpressionsTest {
    private static final String INVENTORY =
            """
            [web]
            web1 ip=10.0.0.1 port=8080 version=2.10 mode=0644 on=true
            web2 ip=10.0.0.2 tags="['a', 'b c']"

            [web:vars]
            port=80
            url=http://@{ip}:@{port}/
            peers=@{groups.web}
            peer_urls=@{(hostvars[$].url in groups.web)}
            other=@{hostvars['web2'].url}
            first_tag=@{default(tags[0], 'none')}
            loop_a=@{loop_b}
            loop_b=@{loop_a + 1}
            wrong=@{hostvars.web2.prot}
            password_line=user:@{ansible_password}
            ansible_password=hush
            when=@{now()}
            literal=@@{x}
            """;

    @TempDir
    Path directory;

    private final AtomicLong clock = new AtomicLong();
    private Variables variables;

    @BeforeEach
    void open() {
        Path file = new Fixture(directory).write("hosts", INVENTORY);
        Diagnostics diagnostics = new Diagnostics();
        Inventory inventory =
                new InventoryLoader(new YamlReader(), new SourceLoader()).load(List.of(file.toString()), null, diagnostics);
        variables = Variables.of(
                inventory,
                ExtraVariables.parse(List.of("extra=@{ip}"), directory, diagnostics),
                new MvelExpressions(ExpressionOptions.standard(directory).withClock(() -> Instant.ofEpochSecond(clock.get()))),
                directory,
                false);
        variables.check(diagnostics);
        assertEquals(List.of(), diagnostics.all());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "web1 | url           | http://10.0.0.1:8080/",
        "web2 | url           | http://10.0.0.2:80/",
        "web1 | peers         | [web1, web2]",
        "web1 | peer_urls     | [http://10.0.0.1:8080/, http://10.0.0.2:80/]",
        "web1 | other         | http://10.0.0.2:80/",
        "web1 | first_tag     | none",
        "web2 | first_tag     | a",
        "web1 | version       | 2.10",
        "web1 | mode          | 0644",
        "web1 | on            | true",
        "web1 | password_line | ********",
        "web1 | extra         | @{ip}",
        "web1 | literal       | @{x}",
    })
    void evaluates(String host, String name, String expected) {
        assertEquals(expected, String.valueOf(lookup(host, name)));
    }

    @Test
    void keepsTypes() {
        assertEquals(8080L, lookup("web1", "port"));
        assertEquals(true, lookup("web1", "on"));
        assertEquals(new Secret("user:hush"), lookup("web1", "password_line"));
    }

    @Test
    void namesCyclesAndTheirPlaces() {
        RunbookException error = assertThrows(RunbookException.class, () -> lookup("web1", "loop_a"));
        assertEquals("cyclic-variable", error.diagnostics().getFirst().code());
        assertEquals("Variable `loop_a` depends on itself: loop_a → loop_b → loop_a", error.getMessage());
        assertEquals(directory + "/hosts:12:8", error.diagnostics().getFirst().span().at());
    }

    @Test
    void suggestsWhatOtherHostsHave() {
        RunbookException error = assertThrows(RunbookException.class, () -> lookup("web1", "wrong"));
        assertTrue(error.diagnostics().getFirst().hints().toString().contains("port"), () -> error.diagnostics().toString());
    }

    @Test
    void unknownsFlowThroughOtherVariables() {
        variables.host("web1").define(Precedence.SET_FACT, "ip", new Unknown("not yet created", "r.yml:3"), "task", null);
        assertEquals(new Unknown("not yet created", "r.yml:3"), lookup("web1", "url"));
    }

    @Test
    void theTimeIsNotKept() {
        assertEquals("1970-01-01T00:00:00Z", lookup("web1", "when"));
        clock.set(60);
        assertEquals("1970-01-01T00:01:00Z", lookup("web1", "when"));
    }

    @Test
    void dataFromAHostIsNoTemplate() {
        variables.host("web1").define(Precedence.SET_FACT, "ip", "@{port}", "task", null);
        assertEquals("http://@{port}:8080/", lookup("web1", "url"));
        variables.host("web1").define(Precedence.FACTS, "facts", Map.of("a", "@{port}"), "facts", null);
        Frame task = Fixture.frame(Precedence.TASK_VARS, "x: '@{facts.a}'");
        assertEquals("@{port}", variables.host("web1").scope(List.of(task)).lookup("x"));
    }

    private Object lookup(String host, String name) {
        return variables.host(host).scope(List.of()).lookup(name);
    }
}
