package dev.runbook.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.testkit.RealHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever writes a file leaves the old one as it was when there is no room for the new one. */
@Timeout(60)
class FullDiskIT {
    private static final String RUNBOOK =
            """
            - name: Full disk
              hosts: monitoring
              become: true
              ignore_errors: true
              tasks:
                - name: copy
                  copy: {src: large.txt, dest: /full/file}
                - name: file_template
                  file_template: {src: large.txt, dest: /full/file}
                - name: lineinfile
                  lineinfile: {path: /full/file, line: one more}
                - name: copy on the host
                  copy: {src: /usr/bin/sudo, dest: /full/file, remote_src: true}
                - name: download
                  download: {url: "@{mirror}/large.txt", dest: /full/file, force: true, retries: 0}
                - name: unarchive
                  unarchive: {src: large.tar, dest: /full}
            """;

    @BeforeAll
    static void needsRealHosts() {
        Assumptions.assumeTrue(RealHost.unavailable().isEmpty(), () -> RealHost.unavailable().orElseThrow());
    }

    @Test
    void keepsTheOldFile(@TempDir Path directory) throws IOException, InterruptedException {
        Path runbook = Files.writeString(directory.resolve("full.yml"), RUNBOOK);
        Files.writeString(directory.resolve("large.txt"), "what does not fit\n".repeat(10_000));
        tar(directory);
        try (RealHost host = RealHost.start();
                Mirror mirror = new Mirror(host.machineAddress(), directory)) {
            host.exec("sh", "-c", """
                    mkdir /full && mount -t tmpfs -o size=64k tmpfs /full
                    yes old | head -c 45000 >/full/file
                    """);
            String before = host.exec("sh", "-c", "cd /full; ls -Al --time-style=full-iso; sha256sum file");

            Invocation run = new TestHosts(directory)
                    .add("m", host)
                    .invoke("run", runbook, "-e", "mirror=" + mirror.url());

            assertEquals(List.of(), run.tasks("changed"), run::toString);
            assertEquals(6, run.tasks("failed").size(), run::toString);
            run.finished().forEach(task -> assertTrue(
                    task.about().contains("No space left") || task.about().contains("not enough space"),
                    () -> task.task() + " says: " + task.about()));
            assertEquals(before, host.exec("sh", "-c", "cd /full; ls -Al --time-style=full-iso; sha256sum file"));
        }
    }

    /** An archive in which the file is the large one. */
    private static void tar(Path directory) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "-C", directory.toString(), "--transform=s/large.txt/file/", "-cf",
                        directory.resolve("large.tar").toString(), "large.txt")
                .inheritIO()
                .start();
        assertEquals(0, tar.waitFor());
    }
}
