package dev.runbook.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {
    private static Expression condition(String text) {
        var diagnostics = new Diagnostics();
        Expression condition = Fixture.expressions().condition(Fixture.plain(text), diagnostics);
        if (diagnostics.hasErrors()) {
            throw new RunbookException(diagnostics.all());
        }
        return condition;
    }

    @Test
    void theyHoldOrNotOrAreUnknown() {
        assertEquals(true, Conditions.holds(condition("three == 3"), Fixture.scope()));
        assertEquals(false, Conditions.holds(condition("lie"), Fixture.scope()));
        assertEquals(false, Conditions.holds(condition("false"), Fixture.scope()));
        assertEquals(Fixture.UNKNOWN, Conditions.holds(condition("later.rc == 0"), Fixture.scope()));
    }

    @Test
    void nothingElseIsACondition() {
        var failure = assertThrows(RunbookException.class, () -> Conditions.holds(condition("host.port"), Fixture.scope()));
        assertEquals("not-boolean", failure.diagnostics().getFirst().code());
        assertEquals("expected true or false, but this is 80 (number)", failure.diagnostics().getFirst().summary());
        assertEquals("write host.port != 0", failure.diagnostics().getFirst().hints().getFirst());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', value = {
        "three > five→three = 3, five = 5", "three == 4→three = 3", "host.port == 81 && word == 'x'→host.port = 80, word = 'web'",
        "length(words) > 3→length(words) = 2, words = ['b', 'a']", "word.startsWith('x')→word.startsWith('x') = false, word = 'web'",
        "three + 1 == five→three + 1 = 4, three = 3, five = 5", "password == 'x'→password = ********",
        "password.length() > 9→password.length() = ********, password = ********", "credentials.user == 'bob'→credentials.user = 'ann'",
        "credentials == host→credentials = ['user': 'ann', 'password': ********], host = ['name': 'web1', 'port': 80, 'tags': ['x', 'y'], 'class': 'c', 'size': 's', 'de…",
        "!truth→truth = true", "nosuch == 1→``", "defined(nosuch)→defined(nosuch) = false", "three == three→three = 3", "lie→lie = false",
        "later == 1→later = (unknown)", "numbers[0] == 1→numbers[0] = 3", "users[zero].name == 'x'→users[zero].name = 'ann'",
        "($.uid in users if $.admin) == []→users = [['name': 'ann', 'admin': true, 'uid': 1], ['name': 'bob', 'admin': false, 'uid…",
        "true == false→``", "blank == empty→blank = '  '"})
    void theirValuesAreExplained(String condition, String explanation) {
        assertEquals(explanation, Explain.values(condition(condition), Fixture.scope()));
    }
}
