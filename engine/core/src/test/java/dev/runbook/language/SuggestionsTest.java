package dev.runbook.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionsTest {
    private static final List<String> NAMES = List.of(
            "when", "hosts", "tasks", "tags", "handlers", "register", "become", "become_user", "remote_user", "copy",
            "file", "file_template", "apt", "apt_repository", "systemd_unit", "download", "user", "group", "notify");

    @ParameterizedTest
    @CsvSource({
        "whne, when",
        "WHEN, when",
        "taks, tasks tags",
        "handler, handlers",
        "regsiter, register",
        "cpoy, copy",
        "templte, file_template",
        "template, file_template",
        "systemd, systemd_unit",
        "hots, hosts",
        "as_user, become_user remote_user",
        "user_name, user",
        "qqqqqq, ''",
        "x, ''",
        "'', ''",
    })
    void nearest(String wrong, String expected) {
        assertEquals(expected, String.join(" ", Suggestions.nearest(wrong, NAMES)));
    }

    @Test
    void atMostThree() {
        assertEquals(3, Suggestions.nearest("ab", List.of("ac", "ad", "ae", "af", "ag")).size());
    }

    @Test
    void wordsForLists() {
        assertEquals("`a`", Suggestions.either(List.of("a")));
        assertEquals("`a`, `b` or `c`", Suggestions.either(List.of("a", "b", "c")));
    }
}
