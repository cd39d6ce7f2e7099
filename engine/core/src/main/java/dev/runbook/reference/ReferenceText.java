package dev.runbook.reference;

import dev.runbook.catalog.TextPage;
import dev.runbook.expression.FunctionLibrary;
import dev.runbook.language.Codes;
import dev.runbook.language.EngineTasks;
import dev.runbook.language.Keywords;
import dev.runbook.language.LoopControlKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Entries of the reference for a terminal. */
public final class ReferenceText {
    private final Reference reference;
    private final int width;

    /** @param width columns there are; at least 40 are used */
    public ReferenceText(Reference reference, int width) {
        this.reference = reference;
        this.width = Math.max(40, width);
    }

    /** What is known under a name: a keyword, a task of the engine, a function, a code; it may be several of them. */
    public List<String> entries(String name) {
        List<String> entries = new ArrayList<>();
        Keywords.find(name).map(this::keyword).ifPresent(entries::add);
        EngineTasks.find(name).map(this::engineTask).ifPresent(entries::add);
        FunctionLibrary.STANDARD.documentation().stream()
                .filter(function -> function.name().equals(name))
                .forEach(function -> entries.add(function(function)));
        Codes.of(name).map(this::code).ifPresent(entries::add);
        return entries;
    }

    /** The names of keywords, tasks of the engine, functions and codes. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        Keywords.all().forEach(keyword -> names.add(keyword.name()));
        EngineTasks.all().forEach(task -> names.add(task.name()));
        FunctionLibrary.STANDARD.documentation().forEach(function -> names.add(function.name()));
        for (Codes code : Codes.values()) {
            names.add(code.id());
        }
        return names;
    }

    /** A line for each keyword, task of the engine and function. */
    public String overview() {
        var page = new TextPage(width);
        page.line("KEYWORDS");
        Keywords.all().stream()
                .filter(Keywords.Keyword::supported)
                .forEach(keyword -> page.entry(2, keyword.name(), COLUMN, keyword.summary()));
        page.blank();
        page.line("TASKS OF THE ENGINE");
        EngineTasks.all().forEach(task -> page.entry(2, task.name(), COLUMN, task.summary()));
        page.blank();
        page.line("FUNCTIONS OF EXPRESSIONS");
        FunctionLibrary.STANDARD.documentation()
                .forEach(function -> page.entry(2, function.name(), COLUMN, function.summary()));
        page.blank();
        return page.toString();
    }

    private static final int COLUMN = 22;

    private String keyword(Keywords.Keyword keyword) {
        var page = new TextPage(width);
        page.line(keyword.name() + " - keyword of " + ReferencePages.levels(keyword));
        page.blank();
        page.paragraph(2, keyword.summary());
        page.blank();
        page.paragraph(2, "Takes " + ReferencePages.takes(keyword) + ".");
        if (keyword.shape() == Keywords.Shape.LOOP_CONTROL) {
            page.blank();
            LoopControlKeys.all().forEach(key -> page.entry(2, key.name(), 14, key.summary()));
        }
        note(page, keyword.name());
        return page.toString();
    }

    private String engineTask(EngineTasks.EngineTask task) {
        var page = new TextPage(width);
        page.line(task.name() + " - task of the engine");
        page.blank();
        page.paragraph(2, task.summary());
        page.blank();
        page.line("PARAMETERS");
        task.parameters().forEach(parameter -> page.entry(
                2, parameter.name(), COLUMN,
                parameter.summary() + (parameter.name().equals(task.freeForm()) ? " May stand alone behind the name." : "")));
        note(page, task.name());
        return page.toString();
    }

    private void note(TextPage page, String name) {
        Reference.KeywordNote note = reference.keyword(name).orElse(new Reference.KeywordNote("", ""));
        if (!note.differs().isEmpty()) {
            page.blank();
            page.line("OTHERWISE THAN IN ANSIBLE");
            page.paragraph(2, note.differs());
        }
        if (!note.example().isEmpty()) {
            page.blank();
            page.line("EXAMPLE");
            page.verbatim(2, note.example());
        }
    }

    private String function(FunctionLibrary.Documentation function) {
        var page = new TextPage(width);
        page.line(function.signature());
        page.blank();
        page.paragraph(2, function.summary());
        page.blank();
        page.line("EXAMPLE");
        page.verbatim(2, function.example() + (function.result().isEmpty() ? "" : "   is   " + function.result()));
        return page.toString();
    }

    private String code(Codes code) {
        var page = new TextPage(width);
        page.line(code.id() + " - an error or warning");
        page.blank();
        page.paragraph(2, code.explanation());
        reference.error(code).ifPresent(note -> {
            page.blank();
            page.line("HOW TO MEND IT");
            page.paragraph(2, note.mend());
            if (!note.files().isEmpty()) {
                page.blank();
                page.line("EXAMPLE");
                for (Map.Entry<String, String> file : note.files().entrySet()) {
                    page.verbatim(2, (file.getKey().equals("site.yml") ? "" : "# " + file.getKey() + "\n")
                            + ReferencePages.visible(file.getValue()));
                    page.blank();
                }
                page.verbatim(2, "$ runbook " + String.join(" ", note.argv()));
            }
        });
        return page.toString();
    }
}
