package dev.runbook.cli;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.catalog.ModuleDoc;
import dev.runbook.execution.ExitStatus;
import dev.runbook.language.Suggestions;
import dev.runbook.reference.Reference;
import dev.runbook.reference.ReferenceText;
import java.util.ArrayList;
import java.util.List;

/** {@code runbook doc}: what modules, keywords, functions and errors there are, and what one of them means. */
final class DocCommand implements Command {
    @Override
    public String name() {
        return "doc";
    }

    @Override
    public String summary() {
        return "Explains a module, keyword, function or error, or lists them";
    }

    @Override
    public String usage() {
        return "[MODULE|KEYWORD|FUNCTION|CODE]…";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public List<String> examples() {
        return List.of(
                "runbook doc                    # all modules, keywords and functions, a line each",
                "runbook doc file               # a module: parameters, result, examples",
                "runbook doc serial             # a keyword, and where it differs from Ansible's",
                "runbook doc regex_replace      # a function of expressions",
                "runbook doc unknown-variable   # the code in an error: what it means and how to mend it");
    }

    @Override
    public int run(Parsed parsed, Console console) {
        try (ModuleCatalog modules = Setup.modules(console)) {
            ReferenceText reference = new ReferenceText(Reference.load(), width(console));
            if (parsed.arguments().isEmpty()) {
                console.out().println("MODULES");
                ModuleDoc.list(modules.all(), width(console) - 2).lines().forEach(line -> console.out().println("  " + line));
                console.out().println();
                console.out().print(reference.overview());
                console.out().println();
                console.out().println("runbook doc NAME explains one of them, and the code of an error.");
                return ExitStatus.DONE;
            }
            List<String> texts = parsed.arguments().stream()
                    .map(name -> text(modules, reference, name, width(console)))
                    .toList();
            console.out().print(String.join("\n", texts));
            return ExitStatus.DONE;
        }
    }

    /** A name may mean several things: {@code timeout} is a keyword, and could be a module. */
    private static String text(ModuleCatalog modules, ReferenceText reference, String typed, int width) {
        String name = typed.replaceFirst("^(?:error|warning)?\\[(.+)\\]$", "$1");
        List<String> found = new ArrayList<>();
        modules.find(name).ifPresent(module -> found.add(ModuleDoc.text(module, width)));
        found.addAll(reference.entries(name));
        if (!found.isEmpty()) {
            return String.join("\n", found);
        }
        String former = modules.formerNames().get(name);
        List<String> all = new ArrayList<>(modules.names());
        all.addAll(ReferenceText.names());
        List<String> near = former != null ? List.of(former) : Suggestions.nearest(name, all);
        throw new UsageException(
                "nothing is called " + name + ": no module, keyword, function or error",
                near.isEmpty() ? "runbook doc lists what there is" : "did you mean " + Suggestions.either(near) + "?");
    }

    private static int width(Console console) {
        try {
            return Math.clamp(Integer.parseInt(console.environment().getOrDefault("COLUMNS", "100")), 40, 120);
        } catch (NumberFormatException e) {
            return 100;
        }
    }
}
