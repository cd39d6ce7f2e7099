package dev.runbook.expression;

import static dev.runbook.expression.FunctionLibrary.optional;
import static dev.runbook.expression.FunctionLibrary.p;

/** Functions that decide whether their arguments are evaluated at all; the evaluation itself carries them out. */
final class LanguageFunctions {
    static final String DEFAULT = "default";
    static final String DEFINED = "defined";

    private LanguageFunctions() {}

    static void define(FunctionLibrary.Builder library) {
        library.passing(DEFAULT, Type.ANY,
                "The value, or the fallback where the value is undefined; with a third argument true also where it is "
                        + "null, blank text, false, or an empty list or map.",
                "default(no_such_variable, 'x')", "'x'", LanguageFunctions::special,
                p("value", Type.ANY), p("fallback", Type.ANY), optional("also_empty", Type.BOOLEAN));
        library.passing(DEFINED, Type.BOOLEAN, "Whether the variable, and every key on the way to it, exists; null exists.",
                "defined(no_such_variable)", "false", LanguageFunctions::special, p("value", Type.ANY));
    }

    private static Object special(Arguments arguments) {
        throw new IllegalStateException("evaluated by the runtime");
    }
}
