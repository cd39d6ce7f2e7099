package dev.runbook.expression;

import dev.runbook.api.UnknownException;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Span;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.mvel2.MVEL;
import org.mvel2.integration.impl.ImmutableDefaultFactory;
import org.mvel2.optimizers.OptimizerFactory;

/**
 * One expression, checked and compiled. MVEL's compiled form changes itself while it runs, so each copy of it is used by
 * one evaluation at a time; finished evaluations leave theirs to later ones.
 */
final class Program {
    private static final int MOST_KEPT = 16;

    private final String text;
    private final Positions positions;
    private final Ast ast;
    private final Printer.Printed printed;
    private final Set<Expression.Reference> references;
    private volatile @Nullable BlockingQueue<Copy> idle;

    private Program(String text, Positions positions, Ast ast, Set<Expression.Reference> references) {
        this.text = text;
        this.positions = positions;
        this.ast = ast;
        this.references = references;
        printed = Printer.print(ast);
    }

    /**
     * Null where there are mistakes; these are told to the collector.
     *
     * @param locals names of loop variables, which are no references
     * @param condition whether it must be true or false
     */
    static @Nullable Program compile(
            String text, Positions positions, Set<String> locals, boolean condition, Diagnostics diagnostics) {
        var found = new Diagnostics();
        Program program = null;
        try {
            Ast ast = Parser.parse(text, positions);
            var checker = new Checker(text, positions, locals, found);
            if (condition) {
                checker.checkCondition(ast);
            } else {
                checker.check(ast);
            }
            if (!found.hasErrors()) {
                program = new Program(text, positions, ast, Set.copyOf(checker.references()));
            }
        } catch (RunbookException e) {
            e.diagnostics().forEach(found::add);
        }
        found.all().forEach(diagnostics::add);
        return program;
    }

    /** Made when first needed: most expressions of a runbook are only checked, or run once. */
    private BlockingQueue<Copy> idle() {
        BlockingQueue<Copy> made = idle;
        if (made == null) {
            made = new ArrayBlockingQueue<>(MOST_KEPT);
            idle = made; // of two made at the same time one is lost, and with it copies that are made again
        }
        return made;
    }

    /** A part of it as a program of its own. */
    Program part(Ast node) {
        return new Program(text, positions, node, Set.of());
    }

    Set<Expression.Reference> references() {
        return references;
    }

    Ast ast() {
        return ast;
    }

    Ast node(int number) {
        return printed.nodes().get(number);
    }

    @Nullable Object constant(int number) {
        return printed.constants().get(number);
    }

    String source(Ast node) {
        return Values.cut(text.substring(node.at().start(), node.at().end()), 60);
    }

    Span span(Ast.At at) {
        return positions.span(at.start(), at.end());
    }

    /** What it came to, and whether a secret was looked at on the way. */
    record Result(@Nullable Object value, boolean secret) {}

    /** @throws RunbookException where it fails */
    Result run(Scope scope, Budget budget, ExpressionOptions options) {
        Copy copy = idle().poll();
        if (copy == null) {
            copy = new Copy(printed.programs());
        }
        var evaluation = new Evaluation(this, copy, scope, budget, options);
        Result result;
        try {
            result = new Result(evaluation.run(0), evaluation.sawSecret());
        } catch (UnknownException e) {
            result = new Result(e.unknown(), evaluation.sawSecret());
        } catch (Undefined e) {
            throw new RunbookException(e.diagnostic());
        } catch (Budget.Exceeded e) {
            throw failure("limit-exceeded", "the expression " + e.getMessage());
        } catch (StackOverflowError e) {
            throw failure("limit-exceeded", "the expression works on data that is nested too deeply");
        } catch (Evaluation.Defect e) {
            RunbookException failure = failure("internal-error", "the expression could not be evaluated: a defect of the engine");
            failure.initCause(e);
            throw failure;
        }
        boolean kept = idle().offer(copy);
        assert kept || idle().remainingCapacity() == 0;
        return result;
    }

    private RunbookException failure(String code, String summary) {
        return new RunbookException(Diagnostic.error(code, span(ast.at()), summary));
    }

    /** One copy of MVEL's compiled form. MVEL is loaded with the first one, so checking alone does without it. */
    static final class Copy {
        static {
            // The other optimizer makes classes at run time, which costs more than these expressions ever take.
            OptimizerFactory.setDefaultOptimizer(OptimizerFactory.SAFE_REFLECTIVE);
        }

        private final List<String> texts;
        private final @Nullable Serializable[] programs;

        Copy(List<String> texts) {
            this.texts = texts;
            programs = new Serializable[texts.size()];
        }

        @Nullable Object execute(int number, Evaluation evaluation) {
            Serializable program = programs[number];
            if (program == null) {
                program = MVEL.compileExpression(texts.get(number));
                programs[number] = program;
            }
            return MVEL.executeExpression(program, evaluation, new ImmutableDefaultFactory());
        }
    }
}
