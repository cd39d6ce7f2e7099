package dev.runbook.execution;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Scope;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import dev.runbook.language.RunbookException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the plays of imported runbooks where they are imported. */
final class PlaybookImports {
    private final Sources sources;
    private final Compiler compiler;
    private final Scope scope;
    private final Diagnostics diagnostics;

    /** @param scope of what is known before any host: {@code -e} */
    PlaybookImports(Sources sources, Compiler compiler, Scope scope, Diagnostics diagnostics) {
        this.sources = sources;
        this.compiler = compiler;
        this.scope = scope;
        this.diagnostics = diagnostics;
    }

    /** All plays of a runbook in order, those it imports included. */
    List<Compiler.Linked> plays(Runbook runbook, Path directory) {
        List<Compiler.Linked> plays = new ArrayList<>();
        add(runbook, directory, List.of(), new ArrayList<>(), plays);
        return plays;
    }

    private void add(
            Runbook runbook, Path directory, List<Runbook.Common> around, List<Path> chain, List<Compiler.Linked> plays) {
        Path file = runbook.source().path();
        for (Runbook.Entry entry : runbook.entries()) {
            switch (entry) {
                case Runbook.Play play -> plays.add(new Compiler.Linked(play, directory, file, around));
                case Runbook.PlaybookImport imported -> {
                    List<Path> longer = new ArrayList<>(chain);
                    if (file != null) {
                        longer.add(file.toAbsolutePath().normalize());
                    }
                    List<Runbook.Common> outside = new ArrayList<>(around);
                    outside.add(imported.common());
                    add(imported, directory, outside, longer, plays);
                }
            }
        }
    }

    private void add(
            Runbook.PlaybookImport imported, Path directory, List<Runbook.Common> around, List<Path> chain,
            List<Compiler.Linked> plays) {
        Node.ScalarNode written = imported.file();
        String name = name(written, directory);
        if (name == null) {
            return;
        }
        Path file;
        try {
            file = directory.resolve(name).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            diagnostics.add(Diagnostic.error(Codes.FILE_MISSING.id(), written.span(), "There is no file `" + name + "`"));
            return;
        }
        if (chain.contains(file)) {
            diagnostics.add(Diagnostic.error(
                    Codes.IMPORT_CYCLE.id(), written.span(), "`" + name + "` imports itself",
                    "remove one of the imports between the two"));
            return;
        }
        Path parent = file.getParent();
        Optional<Runbook> runbook = sources.runbook(Sources.shown(file, written.span()), file, written.span(), diagnostics);
        runbook.ifPresent(found -> add(found, parent == null ? directory : parent, around, chain, plays));
    }

    private @Nullable String name(Node.ScalarNode written, Path directory) {
        Expression expression = compiler.expressions(directory).text(written, diagnostics);
        if (expression.literal()) {
            return written.text();
        }
        try {
            return String.valueOf(expression.evaluate(scope));
        } catch (RunbookException e) {
            e.diagnostics().forEach(diagnostics::add);
            return null;
        }
    }
}
