package dev.runbook.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runbook.api.TaskFailedException;
import dev.runbook.api.UnknownException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FakeWorldTest {
    private static final FlawedModule.Line LINE = new FlawedModule.Line("/f", FlawedModule.Flaw.NONE);

    @Test
    void answersWhatItIsToldAndNothingElse() {
        var world = new FakeWorld().answer(LINE, "a");
        assertEquals("a", world.ask(LINE));
        assertEquals(List.of(LINE), world.asked());
        var other = new FlawedModule.Line("/g", FlawedModule.Flaw.NONE);
        assertThrows(AssertionError.class, () -> world.ask(other));
        assertThrows(AssertionError.class, () -> world.prefetch(List.of(other)));
    }

    @Test
    void laysPredictedActionsOver() {
        var world = new FakeWorld()
                .answer(LINE, "a")
                .after(List.of(new FlawedModule.Put("/f", "b", FlawedModule.Flaw.NONE)));
        assertEquals("b", world.ask(LINE));
        assertThrows(UnknownException.class, () -> new FakeWorld().unknown(LINE, "not yet").ask(LINE));
    }

    @Test
    void letsTimePassAtOnce() {
        var world = new FakeWorld().answer(LINE, "a").typing("yes");
        assertEquals(1, world.await(LINE, "b"::equals, Duration.ofHours(1), Duration.ofSeconds(1)).attempts());
        world.pause(Duration.ofHours(1));
        assertEquals(Duration.ofHours(2), world.waited());
        assertEquals("yes", world.prompt("really?", false));
        assertEquals(List.of("really?"), world.prompts());
        assertThrows(TaskFailedException.class, () -> new FakeWorld().prompt("?", true));
    }

    @Test
    void proposesGoldensAndNeverBlessesThem(@TempDir Path directory) throws IOException {
        Path expected = Files.createDirectories(directory.resolve("expected"));
        Path proposed = directory.resolve("proposed");
        Goldens goldens = Goldens.in(expected, proposed);
        assertThrows(AssertionError.class, () -> goldens.check("a/b.txt", "one\n"));
        assertEquals("one\n", Files.readString(proposed.resolve("a/b.txt")));
        assertEquals(false, Files.exists(expected.resolve("a/b.txt")));
        Files.createDirectories(expected.resolve("a"));
        Files.writeString(expected.resolve("a/b.txt"), "one\n");
        goldens.check("a/b.txt", "one\n");
        assertThrows(AssertionError.class, () -> goldens.check("a/b.txt", "two\n"));
        assertEquals("one\n", Files.readString(expected.resolve("a/b.txt")));
    }
}
