package dev.runbook.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.language.Node.ScalarNode;
import dev.runbook.language.Runbook.Block;
import dev.runbook.language.Runbook.Play;
import dev.runbook.language.Runbook.Task;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RunbookParserTest {
    private static Runbook parse(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Optional<Runbook> runbook =
                new RunbookParser(new TestModules()).parse(new Source("site.yml", null, text), diagnostics);
        assertEquals("", new DiagnosticRenderer(false).render(diagnostics.all()));
        return runbook.orElseThrow();
    }

    private static List<String> texts(List<? extends Node> nodes) {
        return nodes.stream().map(node -> ((ScalarNode) node).text()).toList();
    }

    private static String text(Node node) {
        return assertInstanceOf(ScalarNode.class, node).text();
    }

    @Test
    void everyKeywordArrivesWhereItBelongs() {
        Runbook runbook = parse("""
                - name: Install
                  hosts: [monitoring, "!old"]
                  become: true
                  become_user: "@{who}"
                  become_method: su
                  gather_facts: no
                  environment: {PATH: /bin}
                  tags: [a, "b, c"]
                  vars:
                    version: 2.54.1
                    link: "{{ $labels.x }}"
                  vars_files: secrets.yml
                  connection: ssh
                  remote_user: deploy
                  timeout: 2m
                  pre_tasks:
                    - debug: {msg: first}
                  tasks:
                    - name: Account
                      user: {name: prometheus}
                      args: {system: true}
                      when: [version == '1', defined(x)]
                      register: account
                      loop: "@{users}"
                      loop_control: {loop_var: who, index_var: i, label: "@{who}", pause: 0.5, extended: yes, break_when: i > 3}
                      until: account.ok
                      retries: 5
                      delay: 1
                      changed_when: false
                      failed_when: ["a", "b"]
                      notify: [reload, "restart @{who}"]
                      ignore_errors: true
                      ignore_unreachable: "@{lenient}"
                      check_mode: false
                      diff: off
                      no_log: yes
                    - block:
                        - command: echo a=b
                      rescue:
                        - fail: {msg: no}
                      always:
                        - debug:
                      when: x
                      notify: reload
                  post_tasks:
                  handlers:
                    - name: reload
                      systemd_unit: {name: a, state: reloaded}
                      listen: [changed, reload all]
                """);
        Play play = runbook.plays().getFirst();
        assertEquals("Install", text(play.common().name()));
        assertEquals("site.yml:1:3", play.common().span().at());
        assertEquals(List.of("a", "b", "c"), play.common().tags());
        assertEquals(List.of("version", "link"), texts(play.common().vars().stream().map(Node.Entry::key).toList()));
        assertEquals(List.of("secrets.yml"), texts(play.varsFiles()));
        assertEquals("no", text(play.gatherFacts()));
        assertEquals("su", text(play.common().becomeMethod()));
        assertEquals("2m", text(play.common().timeout()));
        assertEquals(1, play.preTasks().size());
        assertTrue(play.postTasks().isEmpty());

        Task task = assertInstanceOf(Task.class, play.tasks().getFirst());
        assertEquals("user", task.module().text());
        assertEquals("site.yml:20:7", task.module().span().at());
        assertInstanceOf(Node.MappingNode.class, task.arguments());
        assertNotNull(task.extraArguments());
        assertEquals(List.of("version == '1'", "defined(x)"), texts(task.common().when()));
        assertEquals("account", text(task.register()));
        assertEquals("@{users}", text(task.loop()));
        Runbook.LoopControl control = task.loopControl();
        assertEquals("who i true", control.loopVar() + " " + control.indexVar() + " " + control.extended());
        assertEquals("0.5", text(control.pause()));
        assertEquals(List.of("i > 3"), texts(control.breakWhen()));
        assertEquals(List.of("account.ok"), texts(task.until()));
        assertEquals("5", text(task.retries()));
        assertEquals("1", text(task.delay()));
        assertEquals(List.of("false"), texts(task.changedWhen()));
        assertEquals(List.of("a", "b"), texts(task.failedWhen()));
        assertEquals(List.of("reload", "restart @{who}"), texts(task.notifies()));
        assertEquals("off", text(task.common().diff()));
        assertNull(task.common().become());

        Block block = assertInstanceOf(Block.class, play.tasks().get(1));
        assertEquals("1 1 1", block.block().size() + " " + block.rescue().size() + " " + block.always().size());
        assertEquals(List.of("reload"), texts(block.notifies()));
        Task debug = assertInstanceOf(Task.class, block.always().getFirst());
        assertTrue(((ScalarNode) debug.arguments()).isNull());
        assertEquals(List.of("changed", "reload all"), play.handlers().getFirst().listen());
    }

    @Test
    void whatIsRightBesideAMistakeIsStillThere() {
        Diagnostics diagnostics = new Diagnostics();
        Runbook runbook = new RunbookParser(new TestModules())
                .parse(new Source("site.yml", null, """
                        - hosts: all
                          tasks:
                            - ansible.builtin.copy: {dest: a}
                              whne: x
                              register: result
                            - nosuch: {}
                              register: other
                        """), diagnostics)
                .orElseThrow();
        assertEquals(3, diagnostics.all().size());
        Task first = assertInstanceOf(Task.class, runbook.plays().getFirst().tasks().getFirst());
        assertEquals("copy", first.module().text());
        assertEquals("result", text(first.register()));
        Task second = assertInstanceOf(Task.class, runbook.plays().getFirst().tasks().get(1));
        assertEquals("", second.module().text());
        assertEquals("other", text(second.register()));
    }

    @Test
    void everyKeywordOfTheTableIsEitherReadOrRefused() {
        for (Keywords.Keyword keyword : Keywords.all()) {
            if (!keyword.supported()) {
                Diagnostics diagnostics = new Diagnostics();
                String where = keyword.levels().contains(Keywords.Level.PLAY) ? "  " : "      ";
                new RunbookParser(new TestModules()).parse(
                        new Source("a.yml", null, where.length() == 2
                                ? "- hosts: all\n  " + keyword.name() + ": 1\n"
                                : "- hosts: all\n  tasks:\n    - debug:\n      " + keyword.name() + ": 1\n"),
                        diagnostics);
                assertEquals(
                        List.of("unsupported-keyword"), diagnostics.all().stream().map(Diagnostic::code).toList(),
                        keyword.name());
            }
        }
    }
}
