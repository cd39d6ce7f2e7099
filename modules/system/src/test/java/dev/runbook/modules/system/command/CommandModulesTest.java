package dev.runbook.modules.system.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.EffectModule;
import dev.runbook.api.EffectModule.Decision;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.TaskFailedException;
import dev.runbook.modules.system.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** command and shell. */
class CommandModulesTest {
    private final LocalHost host = new LocalHost("sh", "-c");

    @TempDir
    Path dir;

    private static CommandModule.Parameters command(String text, String chdir, String creates, String removes) {
        return new CommandModule.Parameters(text, List.of(), chdir, creates, removes, null, true, true);
    }

    private static ShellModule.Parameters shell(String text, String chdir, String stdin) {
        return new ShellModule.Parameters(text, chdir, null, null, "/bin/sh", stdin, true, true);
    }

    private <P extends Record> CommandResult run(EffectModule<P, CommandResult> module, P parameters) {
        return switch (module.decide(parameters, host)) {
            case Decision.Skip<CommandResult> skip -> skip.result();
            case Decision.Perform<CommandResult> perform ->
                    module.result(parameters, host.perform(perform.actions()));
        };
    }

    @Test
    void wordsAreNotExpanded() {
        CommandResult result = run(new CommandModule(), command("printf '%s|' $HOME * 'a  b' \"c\\\"d\"", null, null, null));
        assertEquals("$HOME|*|a  b|c\"d|", result.stdout());
        CommandResult list = run(new CommandModule(), new CommandModule.Parameters(null,
                List.of("cat", "-"), null, null, null, "in", true, false));
        assertEquals("in\n", list.stdout());
        assertEquals(List.of("in"), list.stdoutLines());
    }

    @Test
    void shellsExpand() {
        CommandResult result = run(new ShellModule(), shell("pwd; read x; echo \"<$x>\" | tr i o; echo e >&2",
                dir.toString(), "hi"));
        assertEquals(dir + "\n<ho>", result.stdout());
        assertEquals("e", result.stderr());
        assertEquals(0, result.rc());
        assertTrue(result.delta().startsWith("0:00:0"), result.delta());
    }

    @Test
    void failuresShowStatusAndLastWords() {
        TaskFailedException e = assertThrows(TaskFailedException.class,
                () -> run(new ShellModule(), shell("seq 1 50 >&2; exit 3", null, null)));
        assertTrue(e.getMessage().startsWith("the command ended with exit status 3: 41\n"), e.getMessage());
        assertEquals(3, assertInstanceOf(CommandResult.class, e.result()).rc());
        TaskFailedException missing = assertThrows(TaskFailedException.class,
                () -> run(new CommandModule(), command("no-such-program x", null, null, null)));
        assertTrue(missing.getMessage().startsWith("the command was not found (exit status 127)"), missing.getMessage());
        TaskFailedException syntax = assertThrows(TaskFailedException.class,
                () -> run(new ShellModule(), shell("if", null, null)));
        assertEquals(2, assertInstanceOf(CommandResult.class, syntax.result()).rc());
    }

    @Test
    void guards() throws IOException {
        CommandModule module = new CommandModule();
        Files.writeString(dir.resolve("a 1.txt"), "");
        assertInstanceOf(Decision.Skip.class, module.decide(command("true", null, dir + "/a 1.txt", null), host));
        assertInstanceOf(Decision.Skip.class, module.decide(command("true", null, dir + "/a*.txt", null), host));
        assertInstanceOf(Decision.Skip.class, module.decide(command("true", dir.toString(), "a [0-9].txt", null), host));
        assertInstanceOf(Decision.Perform.class, module.decide(command("true", null, dir + "/b*", null), host));
        assertInstanceOf(Decision.Skip.class, module.decide(command("true", null, null, dir + "/none"), host));
        assertInstanceOf(Decision.Perform.class, module.decide(command("true", null, null, dir + "/a 1.txt"), host));
        CommandResult skipped = run(module, command("true", null, dir + "/a 1.txt", null));
        assertEquals("not run: " + dir + "/a 1.txt exists", skipped.msg());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a 'b", "ls | wc -l", "a && b", "make > log"})
    void mistakesAreFoundWithoutAHost(String text) {
        InvalidParameterException e =
                assertThrows(InvalidParameterException.class, () -> command(text, null, null, null));
        assertEquals("cmd", e.parameter());
    }

    @Test
    void operatorsMayBeQuoted() {
        assertEquals("a | b && c", run(new CommandModule(),
                command("echo a '|' b \"&&\" c", null, null, null)).stdout());
        assertThrows(InvalidParameterException.class, () -> command("true", "tmp", null, null));
        assertThrows(InvalidParameterException.class, () -> command("true", null, "tmp", null));
    }
}
