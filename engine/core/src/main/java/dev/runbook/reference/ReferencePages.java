package dev.runbook.reference;

import dev.runbook.language.Codes;
import dev.runbook.language.EngineTasks;
import dev.runbook.language.Keywords;
import dev.runbook.language.LoopControlKeys;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference as Markdown pages. */
public final class ReferencePages {
    private final Reference reference;

    public ReferencePages(Reference reference) {
        this.reference = reference;
    }

    /** docs/keywords.md. */
    public String keywords() {
        var page = new StringBuilder("""
                # Keywords

                Made from the code; `runbook doc KEYWORD` shows the same. Modules, which do the work of a task, have
                [pages of their own](modules/index.md).

                | keyword | stands in | does |
                |---|---|---|
                """);
        Keywords.all().forEach(keyword -> page.append("| [`").append(keyword.name()).append("`](#").append(keyword.name())
                .append(") | ").append(levels(keyword)).append(" | ").append(cell(keyword.summary())).append(" |\n"));
        EngineTasks.all().forEach(task -> page.append("| [`").append(task.name()).append("`](#").append(task.name())
                .append(") | in place of a module | ").append(cell(task.summary())).append(" |\n"));
        Keywords.all().forEach(keyword -> keyword(page, keyword));
        EngineTasks.all().forEach(task -> engineTask(page, task));
        return page.toString();
    }

    private void keyword(StringBuilder page, Keywords.Keyword keyword) {
        page.append("\n## ").append(keyword.name()).append("\n\n").append(keyword.summary()).append(" Stands in ")
                .append(levels(keyword)).append(". Takes ").append(takes(keyword)).append(".\n");
        if (keyword.shape() == Keywords.Shape.LOOP_CONTROL) {
            page.append("\n| key | meaning |\n|---|---|\n");
            LoopControlKeys.all().forEach(key -> row(page, key.name(), key.summary()));
        }
        note(page, keyword.name());
    }

    private void engineTask(StringBuilder page, EngineTasks.EngineTask task) {
        page.append("\n## ").append(task.name()).append("\n\n").append(task.summary())
                .append("\n\n| parameter | meaning |\n|---|---|\n");
        task.parameters().forEach(parameter -> row(
                page, parameter.name(),
                parameter.summary() + (parameter.name().equals(task.freeForm()) ? " May stand alone behind the name." : "")));
        note(page, task.name());
    }

    private static void row(StringBuilder page, String name, String meaning) {
        page.append("| `").append(name).append("` | ").append(cell(meaning)).append(" |\n");
    }

    private void note(StringBuilder page, String name) {
        reference.keyword(name).ifPresent(note -> {
            if (!note.differs().isEmpty()) {
                page.append("\nOtherwise than in Ansible: ").append(note.differs()).append('\n');
            }
            if (!note.example().isEmpty()) {
                page.append("\n```yaml\n").append(note.example().stripTrailing()).append("\n```\n");
            }
        });
    }

    /**
     * docs/errors.md.
     *
     * @param shown what the example of each code gives, by code; nothing for a code without one
     */
    public String errors(Map<Codes, String> shown) {
        var page = new StringBuilder("""
                # Errors and warnings

                Made from the code: every example is carried out, and what it gives is shown. `runbook doc CODE` explains
                a code at the terminal. Errors stop a run before it begins, so far as they can be known then; warnings do
                not. A warning is answered by a comment at the end of the line it points to: `# lint: ignore CODE`, with
                commas between several codes. `runbook lint` exits with 5 for errors, and with `--strict` for warnings too.
                """);
        for (Codes code : Codes.values()) {
            page.append("\n## ").append(code.id()).append("\n\n").append(code.explanation()).append(' ');
            Reference.ErrorNote note = reference.error(code).orElseThrow();
            page.append(note.mend()).append('\n');
            note.files().forEach((file, content) -> page.append('\n')
                    .append(file.equals("site.yml") ? "" : "`" + file + "`:\n\n")
                    .append(fenced(file.endsWith(".yml") ? "yaml" : "", visible(content))));
            if (shown.containsKey(code)) {
                page.append('\n').append(fenced(
                        "", "$ runbook " + String.join(" ", note.argv()) + "\n" + shown.getOrDefault(code, "")));
            }
        }
        return page.toString();
    }

    private static String fenced(String language, String text) {
        return "```" + language + "\n" + text.stripTrailing() + "\n```\n";
    }

    /** Characters that would not be seen. */
    static String visible(String text) {
        return text.replace("\0", "␀").replace("\u0001", "␁").replace("\t", "⇥");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    /** {@code a play, a block or a task}. */
    static String levels(Keywords.Keyword keyword) {
        List<String> phrases = keyword.levels().stream().sorted().map(Keywords.Level::phrase).toList();
        return phrases.size() == 1
                ? phrases.getFirst()
                : String.join(", ", phrases.subList(0, phrases.size() - 1)) + " or " + phrases.getLast();
    }

    static String takes(Keywords.Keyword keyword) {
        if (!keyword.values().isEmpty()) {
            return keyword.values().stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
        }
        return switch (keyword.shape()) {
            case TEXT -> "text";
            case BOOLEAN -> "`true` or `false`";
            case COUNT -> "a whole number";
            case DURATION -> "seconds, or a number with a unit: `500ms`, `30s`, `2m`, `1h`, `1d`";
            case CONDITIONS -> "an expression, or a list of expressions that must all hold";
            case VARIABLE -> "the name of a variable";
            case VARIABLES -> "a mapping of names to values";
            case TEXTS -> "a text, or a list of texts";
            case TAGS -> "a list of tags, or tags with commas between them";
            case MAPPING -> "a mapping, or an expression that gives one";
            case LOOP -> "a list, a mapping, or an expression that gives one";
            case LOOP_CONTROL -> "a mapping";
            case STEPS -> "a list of tasks and blocks";
            case HANDLERS -> "a list of handlers";
            case HOSTS -> "a pattern, or a list of patterns";
            case ROLES -> "a list of roles: names, or mappings with `role`";
            case PROMPTS -> "a list of mappings with `name` and `prompt`";
            case SERIAL -> "a number, a percentage, or a list of these";
            case PERCENTAGE -> "a number from 0 to 100";
            case DEFAULTS -> "a mapping of modules to mappings of parameters";
        };
    }
}
