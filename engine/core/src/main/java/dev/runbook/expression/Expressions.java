package dev.runbook.expression;

import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import java.nio.file.Path;

/** Compiles. All mistakes go to the collector, with spans; what is returned then is still safe to hold. */
public interface Expressions {
    /** A bare expression: {@code when}, {@code changed_when}, {@code assert.that}. */
    Expression condition(Node.ScalarNode scalar, Diagnostics diagnostics);

    /**
     * A value from a runbook, inventory or variable file, in whose scalars {@code @{…}} may stand. A scalar that is
     * exactly one {@code @{…}} keeps the value's type. A plain scalar without one is resolved by YAML 1.2's core
    * schema.{@code !secret} and {@code !file} are honoured.
     */
    Expression value(Node node, Diagnostics diagnostics);

    /** A template file: text with {@code @{…}}, {@code @if{}}, {@code @else{}}, {@code @foreach{}}, {@code @end{}}. */
    Expression template(Source source, Diagnostics diagnostics);

    /** Like {@link #value}, but the result is always text: names of tasks, paths. */
    Expression text(Node.ScalarNode scalar, Diagnostics diagnostics);

    /** Where relative paths of {@code file(path)} and {@code !file} start. */
    Path baseDirectory();
}
