package dev.runbook.variables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryViewTest {
    @TempDir
    Path directory;

    private InventoryView view;

    @BeforeEach
    void open() {
        Fixture fixture = new Fixture(directory);
        fixture.write("group_vars/web.yml", "port: 8080\nurl: 'http://@{inventory_hostname}:@{port}/'\n");
        fixture.write("host_vars/web1.yml", "port: 9090\nansible_password: hush\nlate: '@{facts}'\nlist: [1, {a: null}]\n");
        Variables variables = fixture.variables("""
                all:
                  hosts: {bastion: }
                  vars: {port: 80}
                  children:
                    site:
                      children:
                        web: {hosts: {web1: , web2: }}
                        db: {hosts: {db1: }}
                """);
        view = new InventoryView(variables.inventory(), variables);
    }

    @Test
    void listsHosts() {
        assertEquals("bastion\nweb1\nweb2\ndb1\n", view.list());
    }

    @Test
    void drawsTheTree() {
        assertEquals(
                """
                @all:
                  |--@site:
                  |  |--@web:
                  |  |  |--web1
                  |  |  |--web2
                  |  |--@db:
                  |  |  |--db1
                  |--@ungrouped:
                  |  |--bastion
                """,
                view.graph());
        assertEquals("@db:\n  |--db1\n", view.graph("db"));
        assertThrows(IllegalArgumentException.class, () -> view.graph("nothing"));
    }

    @Test
    void showsValues() {
        assertEquals(
                """
                ansible_password: '********'
                late: '(cannot be evaluated here: facts is undefined)'
                list:
                  - 1
                  - a: null
                port: 9090
                url: http://web1:9090/
                """,
                view.show("web1"));
    }

    @Test
    void saysWhichSourceWonAndWhichLost() {
        assertEquals(
                """
                port: 9090
                  # from host_vars/web1.yml (%1$s/host_vars/web1.yml:1)
                  # not  group_vars/web.yml (%1$s/group_vars/web.yml:1): 8080
                  # not  inventory group all (%1$s/hosts.yml:3): 80
                """.formatted(directory),
                view.why("web1", "port"));
        assertTrue(view.why("web1").contains("ansible_password: '********'\n  # from host_vars/web1.yml"));
        assertEquals("", view.why("web1", "nothing"));
    }

    @Test
    void writesJson() {
        assertEquals(
                """
                {
                  "port" : 80
                }
                """,
                view.showJson("db1"));
        String why = view.whyJson("web1", "port");
        assertTrue(why.contains("\"origin\" : \"host_vars/web1.yml\""), why);
        assertTrue(why.contains("\"at\" : \"" + directory + "/hosts.yml:3:10\""), why);
        String list = view.listJson(java.util.List.of());
        assertTrue(list.contains("\"children\" : [\n      \"web\",\n      \"db\"\n    ]"), list);
        assertFalse(view.showJson("web1").contains("hush"));
    }
}
