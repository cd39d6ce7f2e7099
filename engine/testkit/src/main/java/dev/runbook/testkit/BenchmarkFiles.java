package dev.runbook.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Generates what the benchmarks of {@code docs/benchmarks/language.md} measure. The same arguments give the same files.
 *
 * <pre>{@code
 * java -cp … dev.runbook.testkit.BenchmarkFiles tasks DIRECTORY FILES TASKS
 * java -cp … dev.runbook.testkit.BenchmarkFiles hosts DIRECTORY HOSTS TASKS
 * }</pre>
 */
public final class BenchmarkFiles {
    private BenchmarkFiles() {}

    /** Writes the files that the arguments ask for. */
    public static void main(String... arguments) throws IOException {
        if (arguments.length != 4) {
            throw new IllegalArgumentException("expected: tasks|hosts DIRECTORY NUMBER TASKS");
        }
        Path directory = Path.of(arguments[1]);
        int number = Integer.parseInt(arguments[2]);
        int tasks = Integer.parseInt(arguments[3]);
        switch (arguments[0]) {
            case "tasks" -> manyTasks(directory, number, tasks);
            case "hosts" -> manyHosts(directory, number, tasks);
            default -> throw new IllegalArgumentException("expected tasks or hosts, not " + arguments[0]);
        }
    }

    /**
     * Many tasks in many files: {@code site.yml} imports them all, {@code play-N.yml} are runbooks of their own with the
     * same tasks.
     *
     * @param tasks in each file
     */
    public static void manyTasks(Path directory, int files, int tasks) throws IOException {
        Files.createDirectories(directory.resolve("parts"));
        StringBuilder site = new StringBuilder("- name: Site\n  hosts: all\n  vars: {version: \"1.2.3\"}\n  tasks:\n");
        for (int file = 0; file < files; file++) {
            StringBuilder part = new StringBuilder();
            for (int task = 0; task < tasks; task++) {
                part.append(task(file, task));
            }
            Files.writeString(directory.resolve("parts/part-" + file + ".yml"), part);
            site.append("    - import_tasks: parts/part-").append(file).append(".yml\n");
            Files.writeString(
                    directory.resolve("play-" + file + ".yml"),
                    "- name: Part " + file + "\n  hosts: all\n  vars: {version: \"1.2.3\"}\n  tasks:\n"
                            + part.toString().indent(4));
        }
        Files.writeString(directory.resolve("site.yml"), site);
        Files.writeString(directory.resolve("hosts.yml"), inventory(1));
    }

    /**
     * Many simulated hosts with many tasks each: {@code site.yml} and {@code hosts.yml}. Nine of ten tasks manage
     * something; the results are about half changed and half ok, with some skipped.
     */
    public static void manyHosts(Path directory, int hosts, int tasks) throws IOException {
        Files.createDirectories(directory);
        StringBuilder site = new StringBuilder(
                "- name: Site\n  hosts: all\n  vars: {version: \"1.2.3\", directory: /srv/app}\n  tasks:\n");
        for (int task = 0; task < tasks; task++) {
            site.append(task(0, task).indent(4));
        }
        Files.writeString(directory.resolve("site.yml"), site);
        Files.writeString(directory.resolve("hosts.yml"), inventory(hosts));
    }

    private static String inventory(int hosts) {
        StringBuilder inventory = new StringBuilder("all:\n  vars: {ansible_connection: simulated, base: /srv}\n  hosts:\n");
        for (int host = 1; host <= hosts; host++) {
            inventory.append("    node%04d: {number: %d}%n".formatted(host, host));
        }
        return inventory.toString();
    }

    private static String task(int file, int number) {
        String name = file + "-" + number;
        return switch (number % 10) {
            case 0 -> """
                    - name: Directory %1$s
                      file: {path: "/srv/d%2$d", state: directory, mode: 0750}
                    """.formatted(name, number);
            case 1, 6 -> """
                    - name: Configuration %1$s
                      copy:
                        content: |
                          host = @{inventory_hostname}
                          version = @{version}
                        dest: "@{base}/c%2$d.conf"
                        mode: 0644
                      register: written
                    """.formatted(name, number);
            case 2 -> """
                    - name: Message %1$s
                      debug: {msg: "@{inventory_hostname} has number @{number + 1}"}
                      when: number %% 2 == 0
                    """.formatted(name);
            case 3 -> """
                    - name: Line %1$s
                      lineinfile: {path: /etc/hosts, line: "192.0.2.%2$d name%2$d"}
                      tags: [hosts]
                    """.formatted(name, number);
            case 4 -> """
                    - name: Command %1$s
                      command: {cmd: "something --with %2$d"}
                      changed_when: false
                    """.formatted(name, number);
            case 5 -> """
                    - name: Value %1$s
                      set_fact: {value%2$d: "@{version + '-' + number}"}
                    """.formatted(name, number);
            case 7 -> """
                    - name: Group %1$s
                      group: {name: "team%2$d"}
                      become: true
                    """.formatted(name, number);
            case 8 -> """
                    - name: Assertion %1$s
                      assert: {that: ["number > 0", "version.startsWith('1.')"]}
                    """.formatted(name);
            default -> """
                    - name: Status %1$s
                      stat: {path: /etc/hosts}
                      register: status
                      failed_when: status.stat.exists == false
                    """.formatted(name);
        };
    }
}
