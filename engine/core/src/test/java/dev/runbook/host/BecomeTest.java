package dev.runbook.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Payload;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Becoming another user: with real sudo where we may, and with stand-ins that ask and refuse as the real ones do. */
class BecomeTest {
    /** Asks as sudo does: prompt on standard error, one line from standard input, three tries. */
    private static final String SUDO = """
            #!/bin/sh
            echo 'We trust you have received the usual lecture.' >&2
            never=0
            while [ $# -gt 0 ]; do
              case $1 in
                -p) prompt=$2; shift 2 ;;
                -u) user=$2; shift 2 ;;
                -n) never=1; shift ;;
                -*) shift ;;
                *) break ;;
              esac
            done
            [ "$user" != nosuch ] || { echo "sudo: unknown user $user" >&2; exit 1; }
            [ $never = 0 ] || { echo 'sudo: a password is required' >&2; exit 1; }
            for try in 1 2 3; do
              printf %s "$prompt" >&2
              IFS= read -r answer || exit 1
              if [ "$answer" = 'open "sesame" $1' ]; then BECAME=$user exec env BECAME="$user" "$@"; fi
              echo 'Sorry, try again.' >&2
            done
            echo 'sudo: 3 incorrect password attempts' >&2
            exit 1
            """;

    /** Asks as su does. */
    private static final String SU = """
            #!/bin/sh
            printf 'Password: ' >&2
            IFS= read -r answer
            echo >&2
            [ "$answer" = 'open "sesame" $1' ] || { echo 'su: Authentication failure' >&2; exit 1; }
            [ "$1" != -s ] || shift 2
            user=$1
            shift
            BECAME=$user exec /bin/sh "$@"
            """;

    @TempDir
    Path directory;

    /** This machine, with programs of ours before its own, as some other user. */
    private ShellHost host(String program, String text) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.writeString(bin.resolve(program), text);
        Files.setPosixFilePermissions(bin.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        Transport other = Around.of("admin", command -> "PATH=" + bin + ":$PATH; " + command);
        return new ShellHost("web1", () -> other, Duration.ofSeconds(10));
    }

    private static Access access(String user, String method, @Nullable String password) {
        return new Access(
                new Access.Become(user, method, password == null ? null : new Secret(password)), Map.of(), Duration.ofSeconds(20));
    }

    private static ActionResult run(Host host, Access access, Run... actions) throws InterruptedException {
        return host.perform(List.of(actions), access, Host.OutputListener.NONE).getLast();
    }

    private static TaskFailedException refused(Host host, Access access) {
        return assertThrows(TaskFailedException.class, () -> run(host, access, Run.of("true")));
    }

    @ParameterizedTest
    @CsvSource({"sudo", "su"})
    void givesThePasswordOverItsInput(String method) throws Exception {
        try (ShellHost host = host(method, method.equals("su") ? SU : SUDO)) {
            Access access = access("deploy", method, "open \"sesame\" $1");
            ActionResult result = run(host, access, Run.of("echo $BECAME $$; ps -ef; cat", Payload.of("in")));
            assertTrue(result.stdout().startsWith("deploy "), result.stdout());
            assertTrue(result.stdout().endsWith("in"), result.stdout());
            assertFalse(result.stdout().contains("sesame"), "not in the list of processes");
            assertEquals("", result.stderr());
            String streamed = run(host, access, Run.of("echo $BECAME; wc -c", Payload.of("x".repeat(100_000)))).stdout();
            assertEquals(List.of("deploy", "100000"), streamed.lines().map(String::strip).toList());
            assertEquals("\n", run(host, Access.PLAIN, Run.of("echo $BECAME")).stdout());
            assertEquals("\n", run(host, access("admin", method, null), Run.of("echo $BECAME")).stdout(), "already");
        }
    }

    /** The prompt and the sign of a start are made anew for each login; in no combination may one be taken for the other. */
    @Test
    void everyPromptIsSeen() throws Exception {
        for (int login = 0; login < 60; login++) {
            try (ShellHost host = host("sudo", SUDO)) {
                assertEquals("fine\n", run(host, access("deploy", "sudo", "open \"sesame\" $1"), Run.of("echo fine")).stdout());
            }
        }
    }

    @Test
    void endsWhatRunsAsSomebodyElse() throws Exception {
        try (ShellHost host = host("sudo", SUDO)) {
            Access access = new Access(
                    access("deploy", "sudo", "open \"sesame\" $1").become(), Map.of(), Duration.ofMillis(500));
            Path alive = directory.resolve("alive");
            TaskFailedException failure = assertThrows(TaskFailedException.class, () -> run(
                    host, access, Run.of("( while :; do date >" + alive + "; sleep 0.05; done ) & wait")));
            assertTrue(failure.getMessage().startsWith("not done within 0.5 s"), failure.getMessage());
            Files.deleteIfExists(alive);
            Thread.sleep(300);
            assertFalse(Files.exists(alive));
        }
    }

    @ParameterizedTest
    @CsvSource({"sudo,admin", "su,deploy"})
    void saysThatThePasswordIsWrongOrMissing(String method, String owner) throws Exception {
        try (ShellHost host = host(method, method.equals("su") ? SU : SUDO)) {
            TaskFailedException wrong = refused(host, access("deploy", method, "shazam"));
            assertEquals(method + " to deploy on web1 did not accept the password for " + owner, wrong.getMessage());
            assertFalse((wrong.getMessage() + wrong.hints()).contains("shazam"));
            TaskFailedException missing = refused(host, access("deploy", method, null));
            assertEquals(method + " to deploy on web1 asks for a password and none was given", missing.getMessage());
            assertTrue(missing.hints().getFirst().contains("-K"));
            assertEquals("fine\n", run(host, Access.PLAIN, Run.of("echo fine")).stdout());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "admin is not in the sudoers file.  This incident will be reported.|/etc/sudoers.d",
        "sudo: sorry, you must have a tty to run sudo|!requiretty",
        "sudo: unknown user deploy|become_user"
    })
    void saysWhySudoRefuses(String saidAndHint) throws Exception {
        String said = saidAndHint.substring(0, saidAndHint.indexOf('|'));
        String hint = saidAndHint.substring(saidAndHint.indexOf('|') + 1);
        try (ShellHost host = host("sudo", "#!/bin/sh\necho '" + said + "' >&2\nexit 1\n")) {
            TaskFailedException failure = refused(host, access("deploy", "sudo", null));
            assertEquals("admin cannot become deploy on web1 with sudo: " + said, failure.getMessage());
            assertTrue(String.join(" ", failure.hints()).contains(hint), failure.hints().toString());
        }
    }

    @Test
    void saysThatSudoIsMissing() throws Exception {
        Transport bare = Around.of("admin", command -> "PATH=/nowhere; " + command);
        try (ShellHost host = new ShellHost("web1", () -> bare, Duration.ofSeconds(10))) {
            TaskFailedException failure = refused(host, access("deploy", "sudo", null));
            assertTrue(failure.getMessage().startsWith("admin cannot become deploy on web1 with sudo: "), failure.getMessage());
            assertTrue(failure.hints().getFirst().startsWith("Install sudo"), failure.hints().toString());
            assertTrue(refused(host, access("deploy", "doas", null)).getMessage().contains("doas"));
        }
    }

    @Test
    void becomesAnybodyWithTheRealSudo() throws Exception {
        assumeTrue(Shells.found("sudo") && "root".equals(System.getProperty("user.name")), "skipped: not root, or no sudo");
        try (ShellHost host = Shells.local("/bin/sh")) {
            assertEquals("nobody\n", run(host, access("nobody", "sudo", null), Run.of("id -un")).stdout());
            assertEquals("nobody\n", run(host, access("nobody", "su", null), Run.of("id -un")).stdout());
            assertEquals("3\n", run(host, access("nobody", "sudo", null), Run.of("wc -c", Payload.of("abc"))).stdout());
            assertTrue(refused(host, access("no-such-user", "sudo", null)).getMessage().contains("no-such-user"));
        }
    }

    @Test
    void doesNotMindWhatLoginFilesPrint() throws Exception {
        Path profile = directory.resolve("noise");
        Files.writeString(profile, "echo welcome; echo 'no newline: ' >&2; printf 'Password: '");
        Transport noisy = Around.of("admin", command -> ". " + profile + "; " + command);
        try (ShellHost host = new ShellHost("web1", () -> noisy, Duration.ofSeconds(10))) {
            ActionResult result = run(host, Access.PLAIN, Run.of("echo out; echo err >&2"));
            assertEquals("out\nerr\n", result.stdout() + result.stderr());
        }
    }

    @Test
    void keepsInputOutOfTheListOfProcessesWherePrintfIsAProgram() throws Exception {
        // Only the word is hidden: the shell says that printf is elsewhere, as ksh on OpenBSD does.
        Transport ksh = Around.of("admin", command -> command.replace("$(command -v printf)", "/usr/bin/printf"));
        try (ShellHost host = new ShellHost("web1", () -> ksh, Duration.ofSeconds(10))) {
            List<ActionResult> results = host.perform(
                    List.of(Run.of("echo 1"), Run.of("cat; ps -ef", Payload.of("s3cret\n")), Run.of("exit 4"), Run.of("echo no")),
                    Access.PLAIN,
                    Host.OutputListener.NONE);
            assertEquals(3, results.size());
            assertEquals(2, results.get(1).stdout().split("s3cret", -1).length, "printed, and nowhere else");
            assertEquals(4, results.get(2).exitStatus());
        }
    }

    @Test
    void saysThatALoginGivesNoShell() {
        Transport barred = Around.of("admin", command -> "echo 'This account is currently not available.'; exit 1");
        try (ShellHost host = new ShellHost("web1", () -> barred, Duration.ofSeconds(10))) {
            HostUnreachableException failure =
                    assertThrows(HostUnreachableException.class, () -> run(host, Access.PLAIN, Run.of("true")));
            assertTrue(failure.getMessage().endsWith("on web1 gives no shell: This account is currently not available."),
                    failure.getMessage());
        }
    }
}
