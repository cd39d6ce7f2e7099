package dev.runbook.expression;

import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Renders a template once. */
final class TemplateRun {
    /** What a loop tells about itself: {@code index} from 1, {@code index0} from 0, {@code first}, {@code last}, {@code length}. */
    static final String LOOP = "loop";

    private final ExpressionOptions options;
    private final Budget budget;
    private final TextBuilder out;

    private TemplateRun(ExpressionOptions options) {
        this.options = options;
        budget = options.templateBudget();
        out = new TextBuilder(budget);
    }

    static Object render(Compiled.Template template, Scope scope) {
        var run = new TemplateRun(template.options());
        try {
            run.render(template.pieces(), scope);
            return run.out.finish();
        } catch (UnknownException e) {
            return e.unknown();
        } catch (Budget.Exceeded e) {
            throw new RunbookException(Diagnostic.error("limit-exceeded", template.span(), "the template " + e.getMessage()));
        }
    }

    private void render(List<Piece> pieces, Scope scope) {
        for (Piece piece : pieces) {
            budget.step();
            switch (piece) {
                case Piece.Words words -> out.words(words.text(), 0, words.text().length());
                case Piece.Hole hole -> hole(hole.program(), scope);
                case Piece.Choice choice -> choice(choice, scope);
                case Piece.Loop loop -> loop(loop, scope);
            }
        }
    }

    private void hole(Program program, Scope scope) {
        Program.Result result = program.run(scope, budget, options);
        out.value(result.value(), program.span(program.ast().at()));
        if (result.secret()) {
            out.secret();
        }
    }

    private void choice(Piece.Choice choice, Scope scope) {
        for (Piece.Branch branch : choice.branches()) {
            if (branch.condition() == null || holds(branch.condition(), scope)) {
                render(branch.body(), scope);
                return;
            }
        }
    }

    private boolean holds(Program condition, Scope scope) {
        Program.Result result = condition.run(scope, budget, options);
        return switch (result.value()) {
            case Boolean truth -> truth;
            case Unknown unknown -> throw new UnknownException(unknown);
            case null, default -> throw Mistakes.notBoolean(condition.span(condition.ast().at()), condition.source(condition.ast()),
                    result.secret() ? new dev.runbook.api.Secret("") : result.value());
        };
    }

    private void loop(Piece.Loop loop, Scope scope) {
        Program.Result result = loop.list().run(scope, budget, options);
        List<?> items = switch (result.value()) {
            case List<?> list -> list;
            case Map<?, ?> map -> entries(map);
            case Unknown unknown -> throw new UnknownException(unknown);
            case null, default -> throw new RunbookException(Diagnostic.error("wrong-type",
                    loop.list().span(loop.list().ast().at()), "@foreach needs a list or a map, but this is "
                            + (result.value() instanceof dev.runbook.api.Secret ? "a secret"
                                    : Checker.described(Kind.of(result.value())))));
        };
        for (int i = 0; i < items.size(); i++) {
            if (i > 0 && loop.separator() != null) {
                hole(loop.separator(), scope);
            }
            render(loop.body(), new Inner(scope, loop.name(), items.get(i), i, items.size()));
        }
    }

    @SuppressWarnings("unchecked")
    private List<?> entries(Map<?, ?> map) {
        return CollectionFunctions.entries((Map<String, @Nullable Object>) map, budget);
    }

    /** Adds a loop's variable and {@code loop} to a scope. */
    private record Inner(Scope outer, String name, @Nullable Object item, int index, int size) implements Scope {
        @Override
        public @Nullable Object lookup(String wanted) {
            if (wanted.equals(name)) {
                return item;
            }
            return wanted.equals(LOOP) ? loop() : outer.lookup(wanted);
        }

        private Map<String, @Nullable Object> loop() {
            var loop = new LinkedHashMap<String, @Nullable Object>();
            loop.put("index", index + 1L);
            loop.put("index0", (long) index);
            loop.put("first", index == 0);
            loop.put("last", index == size - 1);
            loop.put("length", (long) size);
            return Values.map(loop);
        }

        @Override
        public Set<String> names() {
            Set<String> all = new HashSet<>(outer.names());
            all.add(name);
            all.add(LOOP);
            return all;
        }
    }
}
