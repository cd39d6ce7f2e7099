package dev.runbook.catalog;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Node.Entry;
import dev.runbook.language.Node.MappingNode;
import dev.runbook.language.Node.ScalarNode;
import dev.runbook.language.Node.SequenceNode;
import dev.runbook.language.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings the forms in which a task may be written to one: parameters by name. */
final class TaskCompiler {
    private static final Pattern KEY_VALUE = Pattern.compile("(?:^|\\s)([a-z][a-z0-9_]*)=(\"[^\"]*\"|'[^']*'|\\S*)");

    private final ModuleDescriptor module;
    private final ValueCompiler values;
    private final Diagnostics diagnostics;
    private final Span taskSpan;

    TaskCompiler(ModuleDescriptor module, ValueCompiler values, Diagnostics diagnostics, Span taskSpan) {
        this.module = module;
        this.values = values;
        this.diagnostics = diagnostics;
        this.taskSpan = taskSpan;
    }

    CompiledRecord compile(Node arguments, @Nullable Node extraArguments) {
        var given = new ArrayList<RecordCompiler.Written>();
        boolean complete = true;
        switch (arguments) {
            case MappingNode mapping -> mapping.entries().forEach(e -> given.add(written(e)));
            case ScalarNode scalar when scalar.isNull() -> {}
            case ScalarNode scalar -> complete = freeForm(scalar, given);
            case SequenceNode sequence -> complete = freeFormList(sequence, given);
        }
        var under = new ArrayList<RecordCompiler.Written>();
        switch (extraArguments) {
            case null -> {}
            case MappingNode mapping -> mapping.entries().forEach(e -> under.add(written(e)));
            case ScalarNode scalar when scalar.isNull() -> {}
            case Node other -> {
                diagnostics.error(Codes.WRONG_SHAPE.id(), other.span(), "`args` must be a mapping of parameters");
                complete = false;
            }
        }
        return new RecordCompiler(module.parameters(), module.name(), values, diagnostics, taskSpan)
                .atTopOf(module)
                .compile(given, under, complete);
    }

    private static RecordCompiler.Written written(Entry entry) {
        return new RecordCompiler.Written(entry.key().text(), entry.key().span(), entry.value());
    }

    private boolean freeForm(ScalarNode scalar, List<RecordCompiler.Written> given) {
        Parameter parameter = module.parameters().freeForm().orElse(null);
        if (parameter != null) {
            warnOfParameters(scalar, parameter);
            given.add(new RecordCompiler.Written(parameter.name(), scalar.span(), scalar));
            return true;
        }
        if (!diagnostics.hasErrorAt(scalar.span())) {
            diagnostics.error(
                    Codes.WRONG_SHAPE.id(),
                    scalar.span(),
                    "`" + module.name() + "` takes a mapping of parameters, not text",
                    "write the parameters below it, one a line; see `runbook doc " + module.name() + "`");
        }
        return false;
    }

    private boolean freeFormList(SequenceNode sequence, List<RecordCompiler.Written> given) {
        Parameter parameter = module.parameters().freeForm().orElse(null);
        if (parameter != null
                && (parameter.type() instanceof ParameterType.ListOf || parameter.type() instanceof ParameterType.Anything)) {
            given.add(new RecordCompiler.Written(parameter.name(), sequence.span(), sequence));
            return true;
        }
        if (!diagnostics.hasErrorAt(sequence.span())) {
            diagnostics.error(
                    Codes.WRONG_SHAPE.id(),
                    sequence.span(),
                    "`" + module.name() + "` takes " + (parameter == null ? "" : "text or ") + "a mapping of parameters, not a list",
                    parameter == null
                            ? "write them without the dashes, as `name: value`"
                            : "write one text: `" + module.name() + ": …`");
        }
        return false;
    }

    /** {@code command: make creates=/x} was a way to give parameters; here the text is taken as it is. */
    private void warnOfParameters(ScalarNode scalar, Parameter freeForm) {
        Matcher matcher = KEY_VALUE.matcher(scalar.text());
        while (matcher.find()) {
            Parameter named = module.parameters().find(matcher.group(1)).orElse(null);
            if (named != null && !named.equals(freeForm)) {
                diagnostics.add(Diagnostic.warning(
                        Codes.KEY_VALUE_ARGUMENTS.id(),
                        scalar.span(),
                        "`" + matcher.group(1) + "=` is part of the text here, not a parameter of `" + module.name() + "`",
                        "give it as `args: {" + named.name() + ": …}` beside `" + module.name() + "`"));
            }
        }
    }
}
