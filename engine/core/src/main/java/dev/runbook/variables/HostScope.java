package dev.runbook.variables;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Scope;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Span;
import dev.runbook.variables.HostVariables.Memo;
import dev.runbook.variables.HostVariables.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What one host's expressions see. Holds no state of its own, except while it evaluates one variable for another. */
final class HostScope implements Scope {
    private final HostVariables host;
    private final List<Frame> frames;
    private final @Nullable Evaluation evaluation;
    /** Values of the task's own variables, which nobody asks for when it is done. */
    private final Map<Variable, Memo> brief;

    /**
     * A variable being evaluated.
     *
     * @param outer the one that asked for it
     * @param uses what it turned out to depend on, so far
     */
    record Evaluation(HostVariables host, Variable variable, @Nullable Evaluation outer, List<Use> uses) {}

    HostScope(HostVariables host, List<Frame> frames) {
        this(host, frames, null, new ConcurrentHashMap<>());
    }

    private HostScope(
            HostVariables host, List<Frame> frames, @Nullable Evaluation evaluation, Map<Variable, Memo> brief) {
        this.host = host;
        this.frames = frames;
        this.evaluation = evaluation;
        this.brief = brief;
    }

    @Override
    public @Nullable Object lookup(String name) {
        Variable variable = host.resolve(name, frames);
        if (evaluation != null) {
            evaluation.uses.add(new Use(host, name, variable));
        }
        if (variable == null) {
            return UNDEFINED;
        }
        if (name.equals(HostVars.NAME) && variable.precedence() == Precedence.MAGIC) {
            return new HostVars(host.run(), this);
        }
        return variable.isData() ? variable.data() : value(variable);
    }

    /** What this definition gives, whether it wins here or not. */
    @Nullable Object valueOf(Variable variable) {
        return variable.isData() ? variable.data() : value(variable);
    }

    boolean defines(String name) {
        Variable variable = host.resolve(name, frames);
        if (evaluation != null) {
            evaluation.uses.add(new Use(host, name, variable));
        }
        return variable != null;
    }

    @Override
    public Set<String> names() {
        return host.names(frames);
    }

    /** The same point in the evaluation, seen from another host: with what the play defines for all of them. */
    HostScope of(HostVariables other) {
        return new HostScope(other, playLevel(frames), evaluation, new ConcurrentHashMap<>());
    }

    private static List<Frame> playLevel(List<Frame> frames) {
        return frames.stream().filter(frame -> isPlayLevel(frame.precedence())).toList();
    }

    private static boolean isPlayLevel(Precedence precedence) {
        return switch (precedence) {
            case PLAY_VARS, VARS_PROMPT, VARS_FILES -> true;
            case ROLE_DEFAULTS, INVENTORY_GROUP, INVENTORY_HOST, FACTS, ROLE_VARS, BLOCK_VARS, TASK_VARS, INCLUDE_VARS,
                    SET_FACT, PARAMETERS, EXTRA, LOOP, MAGIC -> false;
        };
    }

    private @Nullable Object value(Variable variable) {
        Memo memo = memos(variable).get(variable);
        if (memo == null || !stillTrue(memo)) {
            refuseCycle(variable);
            memo = evaluate(variable);
        }
        if (evaluation != null) {
            evaluation.uses.addAll(memo.uses());
        }
        return memo.value();
    }

    private Map<Variable, Memo> memos(Variable variable) {
        return variable.precedence() == Precedence.TASK_VARS ? brief : host.memos();
    }

    private Memo evaluate(Variable variable) {
        Expression expression = variable.compiled(host.run().expressions());
        Evaluation inner = new Evaluation(host, variable, evaluation, new ArrayList<>());
        Object value = Variable.guarded(
                variable.name(), expression.evaluate(new HostScope(host, frames, inner, brief)));
        if (variable.isMomentary()) {
            inner.uses.add(Use.passing(host, variable.name()));
        }
        Memo memo = new Memo(value, inner.uses.stream().distinct().toList());
        if (!(value instanceof HostVars) && !(value instanceof HostVars.OfOne)) {
            memos(variable).put(variable, memo);
        }
        return memo;
    }

    /** Pure expressions give the same as long as every name they used still has the same definition. */
    private boolean stillTrue(Memo memo) {
        for (Use use : memo.uses()) {
            List<Frame> seen = use.host() == host ? frames : playLevel(frames);
            if (use.host().resolve(use.name(), seen) != use.variable()) {
                return false;
            }
        }
        return true;
    }

    private void refuseCycle(Variable variable) {
        List<Variable> chain = new ArrayList<>(List.of(variable));
        for (Evaluation at = evaluation; at != null; at = at.outer) {
            chain.addFirst(at.variable);
            if (at.variable == variable && at.host == host) {
                throw new RunbookException(cycle(chain));
            }
        }
    }

    private static Diagnostic cycle(List<Variable> chain) {
        String names = String.join(" → ", chain.stream().map(Variable::name).toList());
        Variable first = chain.getFirst();
        Diagnostic error = Diagnostic.error(
                Codes.CYCLIC_VARIABLE.id(),
                place(first),
                "Variable `" + first.name() + "` depends on itself: " + names,
                chain.size() == 2
                        ? "a variable cannot use the outer one of the same name: give one of them another name"
                        : "give one of them a value that uses none of the others");
        for (Variable other : chain.subList(1, chain.size() - 1)) {
            Span place = place(other);
            error = place == null ? error : error.withRelated(place, "`" + other.name() + "` is defined here");
        }
        return error;
    }

    private static @Nullable Span place(Variable variable) {
        return variable.node() == null ? variable.span() : variable.node().span();
    }
}
