package dev.runbook.cli;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.execution.Preparation;
import dev.runbook.expression.MvelExpressions;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.DiagnosticRenderer;
import dev.runbook.report.JsonLines;
import dev.runbook.report.Style;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts the rooms of the engine together for a command. */
final class Setup {
    private Setup() {}

    /** Modules on the class path, and those in jars in the directories that docs/writing-a-module.md names. */
    static ModuleCatalog modules(Console console) {
        return ModuleCatalog.load(List.of(Setup.class.getClassLoader()), modulesDirectories(console));
    }

    private static List<Path> modulesDirectories(Console console) {
        Map<String, String> environment = console.environment();
        List<Path> directories = new ArrayList<>();
        String named = environment.getOrDefault("RUNBOOK_MODULES", "");
        if (!named.isEmpty()) {
            directories.add(console.directory().resolve(named));
        }
        String home = environment.getOrDefault("HOME", "");
        String configuration = environment.getOrDefault("XDG_CONFIG_HOME", home.isEmpty() ? "" : home + "/.config");
        if (!configuration.isEmpty()) {
            directories.add(Path.of(configuration, "runbook", "modules"));
        }
        String distribution = System.getProperty("runbook.modules", "");
        if (!distribution.isEmpty()) {
            directories.add(Path.of(distribution));
        }
        return directories;
    }

    static Preparation preparation(ModuleCatalog modules) {
        return new Preparation(modules, MvelExpressions::new);
    }

    static boolean jsonLines(Parsed parsed) {
        return switch (parsed.value("output").orElse("text")) {
            case "text" -> false;
            case "jsonl" -> true;
            case String other -> throw new UsageException("--output is text or jsonl, not \"" + other + "\"");
        };
    }

    /** Shows what is wrong: as text to standard error, or as events where events are asked for. */
    static void show(List<Diagnostic> diagnostics, boolean jsonLines, Console console) {
        if (jsonLines) {
            new JsonLines(console.out()).diagnostics(diagnostics);
            return;
        }
        if (!diagnostics.isEmpty()) {
            console.out().flush();
            console.err().println(renderer(console).render(diagnostics));
        }
    }

    static DiagnosticRenderer renderer(Console console) {
        return new DiagnosticRenderer(console.style() == Style.ANSI);
    }
}
