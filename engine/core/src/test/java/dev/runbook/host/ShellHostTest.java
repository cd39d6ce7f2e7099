package dev.runbook.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.Content;
import dev.runbook.api.Payload;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol between engine and shell, against the shells that targets have. */
class ShellHostTest {
    private static final String SHELLS = "dev.runbook.host.Shells#present";

    @TempDir
    Path directory;

    private static ActionResult run(Host host, Run action) throws InterruptedException {
        return host.perform(List.of(action), Access.PLAIN, Host.OutputListener.NONE).getFirst();
    }

    private static String given(Host.HostAnswer answer) {
        return (String) ((Answer.Known<?>) assertInstanceOf(Host.HostAnswer.Given.class, answer).answer()).value();
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void keepsOutputErrorAndStatusApart(String shell) throws Exception {
        try (ShellHost host = Shells.local(shell)) {
            ActionResult result = run(host, Run.of("echo out; echo err >&2; printf 'no newline'; exit 7"));
            assertEquals(7, result.exitStatus());
            assertEquals("out\nno newline", result.stdout());
            assertEquals("err\n", result.stderr());
            assertEquals("", run(host, Run.of("cat")).stdout(), "no input");
        }
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void stopsAtTheFirstActionThatFails(String shell) throws Exception {
        Path never = directory.resolve("never");
        try (ShellHost host = Shells.local(shell)) {
            List<ActionResult> results = host.perform(
                    List.of(Run.of("echo 1"), Run.of("exit 3"), Run.of("touch " + never), Run.of("touch " + never)),
                    Access.PLAIN,
                    Host.OutputListener.NONE);
            assertEquals(List.of(0, 3), results.stream().map(ActionResult::exitStatus).toList());
            assertFalse(Files.exists(never));
        }
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void survivesScriptsThatAreNotShell(String shell) throws Exception {
        try (ShellHost host = Shells.local(shell)) {
            for (String broken : List.of("echo 'unclosed", "if true", ")", "fi", "echo $(", "{", "cat <<E\nx", "exit 4; )")) {
                run(host, Run.of(broken));
                assertEquals("still here\n", run(host, Run.of("echo still here")).stdout(), broken);
            }
            assertTrue(run(host, Run.of("cd /; x=1; set -e; exec >/dev/null; false")).exitStatus() != 0);
            assertEquals("-\n", run(host, Run.of("echo ${x--}")).stdout(), "one script's variables are not another's");
        }
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void passesEveryByteThroughInputAndOutput(String shell) throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        byte[] random = new byte[40_000];
        new Random(1).nextBytes(random);
        byte[] text = "ünï – \t'quotes' \"double\" $HOME `x` \\n %s !! ☃ \uD83D\uDE00\r\n\n".getBytes(StandardCharsets.UTF_8);
        byte[] noNul = Arrays.copyOfRange(all, 1, 256);
        try (ShellHost host = Shells.local(shell)) {
            int i = 0;
            for (byte[] bytes : List.of(all, random, text, noNul, new byte[0], new byte[] {'-', 'n'}, new byte[70_000])) {
                Path file = directory.resolve("bytes" + i++);
                ActionResult result = run(host, Run.of("cat >" + file, Payload.of(bytes)));
                assertEquals(0, result.exitStatus(), result.stderr());
                assertArrayEquals(bytes, Files.readAllBytes(file));
                RawOutput raw = new RawOutput("cat " + file);
                Host.HostAnswer answer = host.ask(List.of(raw), Access.PLAIN).getFirst();
                Answer<?> known = assertInstanceOf(Host.HostAnswer.Given.class, answer).answer();
                assertArrayEquals(bytes, (byte[]) ((Answer.Known<?>) known).value());
            }
            String quoted = new String(text, StandardCharsets.UTF_8);
            assertEquals(quoted, run(host, Run.of("printf %s " + ShellScript.quote(quoted))).stdout());
        }
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void asksQuestionsOfAKindTogetherAndFindsTheOneRefused(String shell) throws Exception {
        try (ShellHost host = Shells.local(shell)) {
            List<Host.HostAnswer> answers = host.ask(
                    List.of(new Run.Output("echo a"), new RawOutput("echo r"), new Run.Output("echo b >&2; exit 1"),
                            new Run.Output("echo c")),
                    Access.PLAIN);
            assertEquals("a\n", given(answers.get(0)));
            assertEquals("exit 9: b", assertInstanceOf(Host.HostAnswer.Refused.class, answers.get(2)).message());
            assertEquals("c\n", given(answers.get(3)));
            assertEquals("C 0022\n", given(host.ask(List.of(new Run.Output("echo $LC_ALL $(umask)")), Access.PLAIN)
                    .getFirst()));
        }
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void streamsLargeInputAndStopsWhenTheScriptDoes(String shell) throws Exception {
        Path big = directory.resolve("big");
        byte[] block = new byte[1 << 20];
        new Random(2).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(big)) {
            for (int i = 0; i < 64; i++) {
                out.write(block);
            }
        }
        Payload payload = Payload.of(big);
        try (ShellHost host = Shells.local(shell)) {
            List<ActionResult> results = host.perform(
                    List.of(Run.of("echo before"), Run.of("sha256sum", payload), Run.of("echo after")),
                    Access.PLAIN,
                    Host.OutputListener.NONE);
            assertEquals("before\n", results.get(0).stdout());
            assertEquals(payload.sha256() + "  -\n", results.get(1).stdout());
            assertEquals("after\n", results.get(2).stdout());
            results = host.perform(
                    List.of(Run.of("head -c 10 >/dev/null; echo full >&2; exit 28", payload), Run.of("echo after")),
                    Access.PLAIN,
                    Host.OutputListener.NONE);
            assertEquals(1, results.size());
            assertEquals(28, results.getFirst().exitStatus());
            assertEquals("full\n", results.getFirst().stderr());
        }
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void aFileThatChangedMeanwhileNeverArrives(String shell) throws Exception {
        Path big = directory.resolve("big");
        Files.writeString(big, "x".repeat(200_000));
        Payload payload = Payload.of(big);
        Path arrived = directory.resolve("arrived");
        try (ShellHost host = Shells.local(shell)) {
            for (boolean gone : List.of(false, true)) {
                if (gone) {
                    Files.delete(big);
                } else {
                    Files.writeString(big, "y".repeat(150_000));
                }
                TaskFailedException failure = assertThrows(TaskFailedException.class, () ->
                        run(host, Run.of("cat >" + arrived + ".part && mv " + arrived + ".part " + arrived, payload)));
                assertTrue(failure.getMessage().startsWith("what is to be sent "), failure.getMessage());
                assertFalse(Files.exists(arrived));
            }
            assertEquals("usable\n", run(host, Run.of("echo usable")).stdout());
        }
    }

    @Test
    void keepsTheHeadOfEndlessOutput() throws Exception {
        try (ShellHost host = Shells.local("/bin/sh")) {
            ActionResult result = run(host, Run.of("head -c 20000000 /dev/zero | tr '\\0' x"));
            assertEquals(0, result.exitStatus());
            assertTrue(result.stdout().endsWith("[output cut: the first 16 MiB of 20000000 bytes are kept]\n"));
            assertEquals("ok\n", run(host, Run.of("echo ok")).stdout());
            Host.HostAnswer answer =
                    host.ask(List.of(new RawOutput("head -c 20000000 /dev/zero")), Access.PLAIN).getFirst();
            assertEquals("the answer is longer than 16 MiB",
                    assertInstanceOf(Host.HostAnswer.Refused.class, answer).message());
        }
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void tellsLinesAsTheyCome(String shell) throws Exception {
        List<String> heard = new ArrayList<>();
        try (ShellHost host = Shells.local(shell)) {
            host.perform(
                    List.of(Run.of("echo one; echo two >&2; sleep 0.05; printf 'three\nfour'")),
                    Access.PLAIN,
                    (line, error) -> {
                        synchronized (heard) {
                            heard.add((error ? "err " : "out ") + line);
                        }
                    });
        }
        assertEquals(List.of("err two", "out four", "out one", "out three"), heard.stream().sorted().toList());
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void endsWhatTakesTooLongWithItsChildren(String shell) throws Exception {
        Path alive = directory.resolve("alive");
        try (ShellHost host = Shells.local(shell)) {
            run(host, Run.of("true"));
            String script = "trap '' TERM\n( sh -c 'while :; do date >" + alive + "; sleep 0.05; done' ) & wait; sleep 30";
            TaskFailedException failure = assertThrows(TaskFailedException.class, () -> host.perform(
                    List.of(new Run(script.substring(script.indexOf('\n') + 1), null, true), Run.of("touch " + alive + "2")),
                    Shells.within(Duration.ofMillis(400)),
                    Host.OutputListener.NONE));
            assertTrue(failure.getMessage().startsWith("not done within 0.4 s, and stopped: run ( sh -c"),
                    failure.getMessage());
            Files.deleteIfExists(alive);
            Thread.sleep(200);
            assertFalse(Files.exists(alive), "its children are gone");
            assertFalse(Files.exists(directory.resolve("alive2")), "nothing after it was started");
            assertEquals("usable\n", run(host, Run.of("echo usable")).stdout());
        }
    }

    @Test
    void endsWhatDoesNotListen() throws Exception {
        try (ShellHost host = Shells.local("/bin/sh")) {
            assertThrows(TaskFailedException.class, () -> host.perform(
                    List.of(Run.of("trap '' TERM; while :; do sleep 0.1; done")),
                    Shells.within(Duration.ofMillis(200)),
                    Host.OutputListener.NONE));
            assertEquals("usable\n", run(host, Run.of("echo usable")).stdout());
        }
    }

    @Test
    void endsWhatRunsWhenInterruptedOrClosed() throws Exception {
        for (boolean close : List.of(false, true)) {
            Path pid = directory.resolve("pid" + close);
            ShellHost host = Shells.local("/bin/sh");
            AtomicReference<Throwable> seen = new AtomicReference<>();
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    run(host, Run.of("echo $$ >" + pid + "; sh -c 'echo $$ >" + pid + "; exec sleep 60'"));
                } catch (InterruptedException | RuntimeException e) {
                    seen.set(e);
                }
            });
            while (!Files.exists(pid) || Files.size(pid) == 0) {
                Thread.sleep(10);
            }
            Thread.sleep(50);
            long process = Long.parseLong(Files.readString(pid).strip());
            if (close) {
                host.close();
            } else {
                caller.interrupt();
            }
            caller.join(Duration.ofSeconds(10));
            assertEquals(close ? HostUnreachableException.class : InterruptedException.class, seen.get().getClass());
            ProcessHandle.of(process).ifPresent(p -> p.onExit().orTimeout(2, TimeUnit.SECONDS).join());
            if (!close) {
                assertEquals("usable\n", run(host, Run.of("echo usable")).stdout());
                host.close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void saysWhatWasUnderWayWhenTheShellIsKilledAndOpensAnother(String shell) throws Exception {
        try (ShellHost host = Shells.local(shell)) {
            HostUnreachableException failure = assertThrows(
                    HostUnreachableException.class,
                    () -> host.perform(
                            List.of(Run.of("true"), Run.of("kill -9 $$; sleep 0.2"), Run.of("true")),
                            Access.PLAIN,
                            Host.OutputListener.NONE));
            assertEquals("the shell on here ended while: run kill -9 $$; sleep 0.2", failure.getMessage());
            assertEquals("again\n", run(host, Run.of("echo again")).stdout());
        }
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void givesCommandsTheTasksEnvironmentAndItsOwnToolsAFixedLocale(String shell) throws Exception {
        Access access = new Access(null, Map.of("LC_ALL", "de_DE", "IT", "it's $x\n\"2\""), null);
        try (ShellHost host = Shells.local(shell)) {
            List<ActionResult> results = host.perform(
                    List.of(new Run("echo \"$LC_ALL $IT\"", null, true), Run.of("echo \"$LC_ALL $IT\"")),
                    access,
                    Host.OutputListener.NONE);
            assertEquals("de_DE it's $x\n\"2\"\n", results.get(0).stdout());
            assertEquals("C it's $x\n\"2\"\n", results.get(1).stdout());
            assertThrows(TaskFailedException.class, () -> host.perform(
                    List.of(Run.of("true")), new Access(null, Map.of("a b", ""), null), Host.OutputListener.NONE));
            assertEquals("", run(host, Run.of("printf \"$IT\"")).stdout());
        }
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void whatACommandLeavesRunningDoesNotSpeakIntoLaterAnswers(String shell) throws Exception {
        try (ShellHost host = Shells.local(shell)) {
            String first = run(host, new Run("echo $$", null, true)).stdout();
            assertEquals(first, run(host, new Run("sleep 0.01 >/dev/null 2>&1 & echo $$", null, true)).stdout());
            String loud = "( i=0; while [ $i -lt 100 ]; do echo chatter; echo chatter >&2; sleep 0.01; i=$((i+1)); done ) &";
            run(host, new Run(loud, null, true));
            for (int i = 0; i < 20; i++) {
                ActionResult result = run(host, Run.of("sleep 0.01; echo $$"));
                assertFalse((result.stdout() + result.stderr()).contains("chatter"), result.stdout());
                assertFalse(first.equals(result.stdout()), "another shell");
            }
        }
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void leavesNoProcessBehind(String shell) throws Exception {
        ShellHost host = Shells.local(shell);
        String pid = run(host, Run.of("echo $$")).stdout().strip();
        assertTrue(ProcessHandle.of(Long.parseLong(pid)).isPresent());
        host.close();
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(process -> process.onExit().join());
        assertThrows(HostUnreachableException.class, () -> run(host, Run.of("true")));
    }

    @ParameterizedTest
    @MethodSource(SHELLS)
    void aRoundTripCostsLittle(String shell) throws Exception {
        try (ShellHost host = Shells.local(shell)) {
            long[] nanos = new long[1000];
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                assertEquals(0, run(host, Run.of("echo " + i)).exitStatus());
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            System.out.printf("median round trip to local %s: %.3f ms%n", shell, nanos[500] / 1e6);
            assertTrue(nanos[500] < Duration.ofMillis(50).toNanos());
        }
    }

    @Test
    void contentOfAFileIsWhatItsChecksumSays() throws IOException, InterruptedException {
        try (ShellHost host = Shells.local("/bin/sh")) {
            String text = "x".repeat(ShellHost.INLINE_LIMIT);
            Path file = directory.resolve("f");
            for (String content : List.of(text, text + "y")) {
                run(host, Run.of("cat >" + file, Payload.of(content)));
                assertEquals(Content.of(content), Content.of(Files.readAllBytes(file)));
            }
        }
    }
}
