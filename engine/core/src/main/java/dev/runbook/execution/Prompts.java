package dev.runbook.execution;

import dev.runbook.api.Secret;
import dev.runbook.event.Masker;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import dev.runbook.language.RunbookException;
import dev.runbook.variables.Variables;
import dev.runbook.world.Prompter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variables of {@code vars_prompt}. What {@code -e} gives is not asked for; each variable is asked for once a run. */
final class Prompts {
    private static final int TRIES = 3;

    private final Program program;
    private final Variables variables;
    private final Prompter prompter;
    private final Masker masker;
    private final Map<String, Object> answers = new HashMap<>();

    Prompts(Program program, Variables variables, Prompter prompter, Masker masker) {
        this.program = program;
        this.variables = variables;
        this.prompter = prompter;
        this.masker = masker;
    }

    void ask() {
        for (Program.Play play : program.plays()) {
            for (Runbook.Prompt prompt : play.ast().prompts()) {
                String name = prompt.name().text();
                if (prompt.hidden()) {
                    variables.givenText(name).filter(given -> !given.equals(otherwise(prompt))).ifPresent(masker::add);
                }
                if (!variables.given(name) && !answers.containsKey(name)) {
                    answers.put(name, keep(prompt, answer(prompt, true)));
                }
            }
        }
    }

    /** What the prompts of a play give. */
    Map<String, Object> answers(Program.Play play) {
        Map<String, Object> found = new LinkedHashMap<>();
        for (Runbook.Prompt prompt : play.ast().prompts()) {
            String name = prompt.name().text();
            if (!variables.given(name)) {
                found.put(name, answers.computeIfAbsent(name, n -> keep(prompt, answer(prompt, false))));
            }
        }
        return found;
    }

    /** What is typed unseen is a secret; a default stands in the runbook for all to read. */
    private Object keep(Runbook.Prompt prompt, String answer) {
        if (prompt.hidden() && !answer.isEmpty() && !answer.equals(otherwise(prompt))) {
            masker.add(answer);
            return new Secret(answer);
        }
        return answer;
    }

    private String answer(Runbook.Prompt prompt, boolean asks) {
        Node.ScalarNode text = prompt.prompt();
        String question = (text == null ? prompt.name().text() : text.text())
                + (prompt.otherwise() == null || prompt.hidden() ? "" : " [" + prompt.otherwise().text() + "]") + ": ";
        for (int tries = 0; asks && tries < TRIES; tries++) {
            Optional<String> typed = prompter.ask(question, prompt.hidden());
            if (typed.isEmpty()) {
                break;
            }
            String value = typed.get().isEmpty() ? otherwise(prompt) : typed.get();
            boolean same = !prompt.confirm()
                    || prompter.ask("confirm " + question, prompt.hidden()).equals(typed);
            if (value != null && same) {
                return value;
            }
        }
        String value = asks && prompt.confirm() && prompt.otherwise() == null ? null : otherwise(prompt);
        if (value == null) {
            throw new RunbookException(Diagnostic.error(
                    Codes.MISSING_PROMPT.id(), prompt.name().span(), "`" + prompt.name().text() + "` has no value",
                    "nobody is here to be asked: give it with -e " + prompt.name().text() + "=…, or a `default`"));
        }
        return value;
    }

    private static @Nullable String otherwise(Runbook.Prompt prompt) {
        return prompt.otherwise() == null ? null : prompt.otherwise().text();
    }
}
