package dev.runbook.expression;

import java.util.HashSet;
import java.util.Set;

/** Which variables a condition proves to be defined: {@code defined(x) && x > 3}. */
final class Guards {
    private Guards() {}

    /** @param outcome what the condition came to */
    static Set<String> proven(Ast condition, boolean outcome) {
        Set<String> names = new HashSet<>();
        collect(condition, outcome, names);
        return names;
    }

    private static void collect(Ast condition, boolean outcome, Set<String> names) {
        switch (condition) {
            case Ast.Not not -> collect(not.operand(), !outcome, names);
            case Ast.Binary binary when binary.operator() == Operator.AND && outcome
                    || binary.operator() == Operator.OR && !outcome -> {
                collect(binary.left(), outcome, names);
                collect(binary.right(), outcome, names);
            }
            case Ast.Call call when outcome && call.name().equals(LanguageFunctions.DEFINED) && call.arguments().size() == 1 -> {
                Ast target = call.arguments().getFirst();
                while (!(target instanceof Ast.Name)) {
                    switch (target) {
                        case Ast.Property property -> target = property.target();
                        case Ast.Index index -> target = index.target();
                        default -> {
                            return;
                        }
                    }
                }
                names.add(((Ast.Name) target).name());
            }
            default -> {
                // Says nothing about what is defined.
            }
        }
    }
}
