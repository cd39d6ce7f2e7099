package dev.runbook.lint;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The texts a runbook works with: templates, files of variables, inventories, and where it includes others, all that
 * lies beside it.
 */
final class Surroundings {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");

    private final List<String> texts;
    private final Set<String> words = new HashSet<>();
    private final boolean complete;

    /** @param complete whether these are all; not where the name of one is known only on a host */
    Surroundings(List<String> texts, boolean complete) {
        this.texts = List.copyOf(texts);
        this.complete = complete;
        texts.forEach(text -> words.addAll(words(text)));
    }

    boolean complete() {
        return complete;
    }

    /** Whether a variable's name stands in one of them. */
    boolean name(String variable) {
        return words.contains(variable);
    }

    /** Whether a handler's name stands in one of them. */
    boolean calls(String handler) {
        return texts.stream().anyMatch(text -> text.contains(handler));
    }

    static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        WORD.matcher(text).results().forEach(match -> words.add(match.group()));
        return words;
    }
}
