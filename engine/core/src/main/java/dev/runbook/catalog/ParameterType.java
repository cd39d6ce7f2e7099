package dev.runbook.catalog;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a parameter takes, derived from the type of the record's component. */
public sealed interface ParameterType {
    /** In plain words, as it stands after "expected": {@code text}, {@code a list of text}. */
    String describe();

    /** The values that may be written, where there is a fixed list of them; else empty. */
    default List<String> allowed() {
        return List.of();
    }

    /** A {@code String}. */
    record Text() implements ParameterType {
        @Override
        public String describe() {
            return "text";
        }
    }

    /** A {@code boolean}. */
    record YesNo() implements ParameterType {
        @Override
        public String describe() {
            return "a boolean";
        }
    }

    /** An {@code int} or {@code long}. */
    record WholeNumber(boolean wide) implements ParameterType {
        @Override
        public String describe() {
            return "a whole number";
        }
    }

    /** A {@code double}. */
    record DecimalNumber() implements ParameterType {
        @Override
        public String describe() {
            return "a number";
        }
    }

    /**
     * An enum.
     *
     * @param constants by the name used in YAML, in the order of the enum
     */
    record Choice(Map<String, Object> constants) implements ParameterType {
        @Override
        public String describe() {
            return "one of " + String.join(", ", constants.keySet());
        }

        @Override
        public List<String> allowed() {
            return List.copyOf(constants.keySet());
        }
    }

    /** A {@link dev.runbook.api.FileMode}. */
    record Mode() implements ParameterType {
        @Override
        public String describe() {
            return "a file mode";
        }
    }

    /** A {@link java.time.Duration}. */
    record Time() implements ParameterType {
        @Override
        public String describe() {
            return "a duration";
        }
    }

    /** A {@link dev.runbook.api.Secret}. */
    record SecretText() implements ParameterType {
        @Override
        public String describe() {
            return "secret text";
        }
    }

    /** A {@link dev.runbook.api.SourceFile}. */
    record LocalFile() implements ParameterType {
        @Override
        public String describe() {
            return "a file on this side";
        }
    }

    /** A {@link dev.runbook.api.SourceFile} that stands for a path on the host: {@code remote_src: yes}. */
    record HostFile() implements ParameterType {
        @Override
        public String describe() {
            return "a path on the host";
        }
    }

    /** A {@link dev.runbook.api.Template}. */
    record TemplateFile() implements ParameterType {
        @Override
        public String describe() {
            return "a template file on this side";
        }
    }

    /** An {@link dev.runbook.api.Evaluated}. */
    record BareExpression() implements ParameterType {
        @Override
        public String describe() {
            return "an expression";
        }
    }

    /** A {@code List}; one value alone is a list of one. */
    record ListOf(ParameterType item) implements ParameterType {
        @Override
        public String describe() {
            return "a list of " + many(item);
        }

        @Override
        public List<String> allowed() {
            return item.allowed();
        }
    }

    /** A {@code Map} with text keys. */
    record MapOf(ParameterType value) implements ParameterType {
        @Override
        public String describe() {
            return "a mapping of names to " + many(value);
        }
    }

    /** A nested parameter record. */
    record Nested(RecordShape shape) implements ParameterType {
        @Override
        public String describe() {
            return "a mapping with "
                    + shape.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
        }
    }

    /** {@code Object}: any plain data. */
    record Anything() implements ParameterType {
        @Override
        public String describe() {
            return "any value";
        }
    }

    private static String many(ParameterType type) {
        String one = type.describe();
        return switch (type) {
            case Text _, SecretText _ -> one;
            case Anything _ -> "values";
            case Choice _ -> "values, each " + one;
            case Nested _, LocalFile _, HostFile _, TemplateFile _, ListOf _, MapOf _ ->
                one.substring(2).replaceFirst("^(mapping|file|template file|list)", "$1s");
            case YesNo _, WholeNumber _, DecimalNumber _, Mode _, Time _, BareExpression _ ->
                one.substring(one.indexOf(' ') + 1) + "s";
        };
    }
}
