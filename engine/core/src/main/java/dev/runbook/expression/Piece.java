package dev.runbook.expression;

import dev.runbook.language.Span;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A part of a template. */
sealed interface Piece {
    void references(Set<Expression.Reference> into);

    /** Text that stays as it is. */
    record Words(String text) implements Piece {
        @Override
        public void references(Set<Expression.Reference> into) {
            // It has none.
        }
    }

    /** {@code @{…}}. */
    record Hole(Program program) implements Piece {
        @Override
        public void references(Set<Expression.Reference> into) {
            into.addAll(program.references());
        }
    }

    /** {@code @if{} @elseif{} @else{} @end{}}. */
    record Choice(List<Branch> branches) implements Piece {
        @Override
        public void references(Set<Expression.Reference> into) {
            for (Branch branch : branches) {
                if (branch.condition != null) {
                    into.addAll(branch.condition.references());
                }
                branch.body.forEach(piece -> piece.references(into));
            }
        }
    }

    /** One way; the last one may have no condition. */
    record Branch(@Nullable Program condition, List<Piece> body) {}

    /** {@code @foreach{name : list} @end{separator}}. */
    record Loop(String name, Program list, List<Piece> body, @Nullable Program separator, Span span) implements Piece {
        @Override
        public void references(Set<Expression.Reference> into) {
            into.addAll(list.references());
            body.forEach(piece -> piece.references(into));
            if (separator != null) {
                into.addAll(separator.references());
            }
        }
    }
}
