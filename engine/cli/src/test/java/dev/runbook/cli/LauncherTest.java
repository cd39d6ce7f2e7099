package dev.runbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with stand-ins for Java and Maven that say how they were called. */
final class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "..", "runbook");
    private static final List<String> PLACES = List.of("/usr/lib/jvm/*", "/usr/java/*", "/usr/local/*j[dr][ke]*",
            "/usr/local/openjdk*", "/opt/*j[dr][ke]*", "/opt/java/*", "/Library/Java/JavaVirtualMachines/*/Contents/Home",
            "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
            "/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home");

    @TempDir
    private Path directory;

    private Path root;
    private Path home;
    private Path bin;
    private final Map<String, String> environment = new TreeMap<>();

    record Outcome(int status, String out, String err) {}

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(directory.resolve("a project"));
        home = Files.createDirectories(directory.resolve("home"));
        bin = Files.createDirectories(directory.resolve("bin"));
        String script = Files.readString(LAUNCHER);
        for (String place : PLACES) {
            assertTrue(script.contains(place), place);
            script = script.replace(place, directory + "/none");
        }
        executable(root.resolve("runbook"), script);
        for (String tool : List.of("sh", "sed", "grep", "tail", "head", "sleep", "mkdir", "rm", "rmdir", "mv", "cat", "cksum",
                "readlink", "find", "dirname", "touch")) {
            for (String place : List.of("/bin/", "/usr/bin/")) {
                if (Files.exists(Path.of(place + tool)) && !Files.exists(bin.resolve(tool))) {
                    Files.createSymbolicLink(bin.resolve(tool), Path.of(place + tool));
                }
            }
        }
        environment.put("PATH", bin.toString());
        environment.put("HOME", home.toString());
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A Java that prints its arguments, one a line, and makes the cache it is asked for. */
    private Path java(String name, String version, boolean compiler) throws IOException {
        Path java = directory.resolve("javas").resolve(name);
        executable(java.resolve("bin/java"), """
                #!/bin/sh
                for a; do case $a in -XX:AOTCacheOutput=*)
                    echo trained >>"%s/trained"; echo cache >"${a#*=}"; echo noise; exit 0;; esac; done
                printf '%%s\\n' "java %s" "$@"
                """.formatted(directory, name));
        if (compiler) {
            executable(java.resolve("bin/javac"), "#!/bin/sh\n");
        }
        Files.writeString(java.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_RUNTIME_VERSION=\"" + version
                + "+9-LTS\"\nJAVA_VERSION=\"" + version + "\"\n");
        return java;
    }

    private void distribution() throws IOException {
        Path lib = Files.createDirectories(root.resolve("engine/cli/target/runbook/lib"));
        Files.createDirectories(root.resolve("engine/cli/target/runbook/training"));
        Files.writeString(lib.resolve("runbook-cli.jar"), "");
    }

    private Process start(String program, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("/bin/sh", program));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.directory(directory.toFile()).start();
    }

    private static Outcome finish(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Outcome(process.exitValue(), out, err);
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        return finish(start(root.resolve("runbook").toString(), arguments));
    }

    @Test
    void startsTheDistributionWithTheArgumentsAsTheyAre() throws Exception {
        distribution();
        environment.put("JAVA_HOME", java("new", "25.0.3", false).toString());
        environment.put("RUNBOOK_NO_CACHE", "1");
        Outcome outcome = run("run", "a b", "", "$x *", "it's");
        assertEquals(0, outcome.status(), outcome.err());
        String app = root.toRealPath() + "/engine/cli/target/runbook";
        assertEquals(
                """
                java new
                -XX:+UseSerialGC
                -XX:TieredStopAtLevel=1
                -Xlog:disable
                -Drunbook.modules=%1$s/modules
                -cp
                %1$s/lib/runbook-cli.jar
                dev.runbook.cli.Main
                run
                a b

                $x *
                it's
                """.formatted(app),
                outcome.out());
        assertEquals("", outcome.err());
    }

    @Test
    void isFoundThroughLinks() throws Exception {
        distribution();
        environment.put("JAVA_HOME", java("new", "25", false).toString());
        Files.createSymbolicLink(bin.resolve("runbook-first"), root.resolve("runbook"));
        Files.createSymbolicLink(bin.resolve("rb"), Path.of("runbook-first"));
        assertTrue(finish(start(bin.resolve("rb").toString(), "--version")).out().startsWith("java new\n"));
    }

    @Test
    void worksFromADistributionOnItsOwn() throws Exception {
        Path moved = directory.resolve("moved");
        executable(moved.resolve("runbook"), Files.readString(root.resolve("runbook")));
        Files.createDirectories(moved.resolve("lib"));
        Files.writeString(moved.resolve("lib/runbook-cli.jar"), "");
        environment.put("JAVA_HOME", java("new", "26-ea", false).toString());
        assertTrue(finish(start(moved.resolve("runbook").toString())).out().contains(moved.toRealPath() + "/lib/runbook-cli.jar"));
    }

    @Test
    void passesOverAJavaThatIsTooOld() throws Exception {
        distribution();
        environment.put("JAVA_HOME", java("old", "17.0.1", true).toString());
        Files.createSymbolicLink(bin.resolve("java"), java("older", "1.8.0", true).resolve("bin/java"));
        Path found = java("sdk", "25.0.1", false);
        Path place = Files.createDirectories(home.resolve(".sdkman/candidates/java")).resolve("25.0.1-tem");
        Files.createSymbolicLink(place, found);
        assertTrue(run().out().startsWith("java sdk\n"));
        Files.delete(place);
        Files.createSymbolicLink(Files.createDirectories(home.resolve(".jdks")).resolve("x"), found);
        assertTrue(run().out().startsWith("java sdk\n"), "the remembered one is gone, another is found");
    }

    @Test
    void prefersTheJavaOnThePath() throws Exception {
        distribution();
        Files.createSymbolicLink(bin.resolve("java"), java("path", "25.0.2", true).resolve("bin/java"));
        Files.createSymbolicLink(Files.createDirectories(home.resolve(".jdks")).resolve("x"), java("other", "25", true));
        assertTrue(run().out().startsWith("java path\n"));
        environment.put("JAVA_HOME", java("mine", "25", true).toString());
        assertTrue(run().out().startsWith("java mine\n"), "JAVA_HOME was set since");
    }

    @Test
    void saysWhereThereIsNoJava() throws Exception {
        distribution();
        environment.put("JAVA_HOME", java("old", "17.0.1", true).toString());
        Outcome outcome = run();
        assertEquals(1, outcome.status());
        assertEquals("", outcome.out());
        assertEquals("runbook: needs Java 25 or newer and found none (JAVA_HOME is " + environment.get("JAVA_HOME")
                + ", Java 17). Install one, Temurin 25 from https://adoptium.net say, or set JAVA_HOME to it.\n", outcome.err());
    }

    @Test
    void trainsOnceInTheBackgroundAndUsesWhatItLearned() throws Exception {
        distribution();
        environment.put("JAVA_HOME", java("new", "25.0.3", false).toString());
        Outcome first = run("x");
        assertFalse(first.out().contains("noise"), first.out());
        Path cache = root.toRealPath().resolve("engine/cli/target/runbook/cache/java-25.0.3+9-LTS.aot");
        for (int i = 0; i < 100 && !Files.exists(cache); i++) {
            Thread.sleep(50);
        }
        assertTrue(run("x").out().contains("-XX:AOTCache=" + cache + "\n"));
        assertTrue(run("x").out().contains("-XX:AOTCache=" + cache + "\n"));
        assertEquals("trained\n", Files.readString(directory.resolve("trained")));
        Files.setLastModifiedTime(cache, java.nio.file.attribute.FileTime.fromMillis(0));
        assertFalse(run("x").out().contains("AOTCache"), "a cache older than the jars is not used");
    }

    @Test
    void keepsNothingWhereAskedTo() throws Exception {
        distribution();
        environment.put("JAVA_HOME", java("new", "25.0.3", false).toString());
        environment.put("RUNBOOK_NO_CACHE", "1");
        run();
        try (Stream<Path> files = Files.list(root.resolve("engine/cli/target/runbook"))) {
            assertEquals(List.of("lib", "training"), files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    private void maven(String body) throws IOException {
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        executable(bin.resolve("mvn"), "#!/bin/sh\necho built >>'" + directory + "/built'\n" + body);
    }

    private String making() {
        String app = root + "/engine/cli/target/runbook";
        return "echo '[INFO] Building Runbook: the engine 0.1.0-SNAPSHOT                 [3/6]'\nsleep 2\n"
                + "mkdir -p '" + app + "/lib' '" + app + "/training'\ntouch '" + app + "/lib/runbook-cli.jar'\n";
    }

    @Test
    void buildsOnceThoughStartedTwice() throws Exception {
        maven(making());
        environment.put("JAVA_HOME", java("jdk", "25", true).toString());
        Process one = start(root.resolve("runbook").toString(), "first");
        Process two = start(root.resolve("runbook").toString(), "second");
        Outcome first = finish(one);
        Outcome second = finish(two);
        assertEquals(0, first.status(), first.err());
        assertEquals(0, second.status(), second.err());
        assertTrue(first.out().endsWith("first\n"), first.out());
        assertTrue(second.out().endsWith("second\n"), second.out());
        assertEquals("built\n", Files.readString(directory.resolve("built")));
        String said = first.err() + second.err();
        assertTrue(said.contains("builds itself, once"), said);
        assertTrue(said.contains("[3/6] Runbook: the engine"), said);
        assertTrue(said.contains("waits for another start"), said);
        assertFalse(Files.exists(root.resolve("engine/cli/target/.building")));
    }

    @Test
    void takesOverFromABuildThatDied() throws Exception {
        maven(making());
        environment.put("JAVA_HOME", java("jdk", "25", true).toString());
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path lock = Files.createDirectories(root.resolve("engine/cli/target/.building"));
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
        assertEquals(0, run().status());
    }

    @Test
    void showsTheEndOfABuildThatFails() throws Exception {
        maven("echo '[INFO] fine'; echo '[ERROR] no such class'; exit 1\n");
        environment.put("JAVA_HOME", java("jdk", "25", true).toString());
        Outcome outcome = run();
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().contains("the build failed"), outcome.err());
        assertTrue(outcome.err().contains("[ERROR] no such class"), outcome.err());
        assertEquals("", outcome.out());
        assertFalse(Files.exists(root.resolve("engine/cli/target/.building")));
    }

    @Test
    void saysWhatIsMissingForABuild() throws Exception {
        Files.writeString(root.resolve("pom.xml"), "<project/>", StandardOpenOption.CREATE);
        environment.put("JAVA_HOME", java("jre", "25", false).toString());
        assertTrue(run().err().contains("needs a JDK 25 or newer to build itself"), run().err());
        environment.put("JAVA_HOME", java("jdk", "25", true).toString());
        Outcome outcome = run();
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().contains("Maven (mvn) is not installed"), outcome.err());
        Files.delete(root.resolve("pom.xml"));
        assertTrue(run().err().contains("the distribution is not complete"), run().err());
    }
}
