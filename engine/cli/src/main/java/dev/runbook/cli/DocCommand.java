package dev.runbook.cli;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.catalog.ModuleDoc;
import dev.runbook.execution.ExitStatus;
import dev.runbook.language.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code runbook doc}: what modules there are, and what one takes. */
final class DocCommand implements Command {
    @Override
    public String name() {
        return "doc";
    }

    @Override
    public String summary() {
        return "Explains a module, or lists them all";
    }

    @Override
    public String usage() {
        return "[MODULE]";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public List<String> examples() {
        return List.of("runbook doc         # all modules, a line each", "runbook doc file    # one module, whole");
    }

    @Override
    public int run(Parsed parsed, Console console) {
        try (ModuleCatalog modules = Setup.modules(console)) {
            if (parsed.arguments().isEmpty()) {
                console.out().print(ModuleDoc.list(modules.all(), width(console)));
                return ExitStatus.DONE;
            }
            for (String name : parsed.arguments()) {
                console.out().print(ModuleDoc.text(find(modules, name), width(console)));
            }
            return ExitStatus.DONE;
        }
    }

    private static ModuleDescriptor find(ModuleCatalog modules, String name) {
        Optional<ModuleDescriptor> found = modules.find(name);
        if (found.isPresent()) {
            return found.get();
        }
        String former = modules.formerNames().get(name);
        List<String> all = new ArrayList<>(modules.names());
        List<String> near = former != null ? List.of(former) : Suggestions.nearest(name, all);
        throw new UsageException(
                "there is no module " + name,
                near.isEmpty() ? "runbook doc lists them" : "did you mean " + near.getFirst() + "?");
    }

    private static int width(Console console) {
        try {
            return Math.clamp(Integer.parseInt(console.environment().getOrDefault("COLUMNS", "100")), 40, 120);
        } catch (NumberFormatException e) {
            return 100;
        }
    }
}
