package dev.runbook.expression;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows what people write who come from Jinja, Java, Python or plain MVEL, and says what to write here. */
final class Habits {
    /** Jinja's filters under other names than the functions here. */
    static final Map<String, String> FILTERS = Map.ofEntries(
            Map.entry("d", "default"), Map.entry("count", "length"), Map.entry("tojson", "to_json"),
            Map.entry("to_nice_json", "to_json"), Map.entry("to_nice_yaml", "to_yaml"), Map.entry("float", "number"),
            Map.entry("bool", "boolean"), Map.entry("str", "string"), Map.entry("combine", "merge"),
            Map.entry("dict2items", "entries"), Map.entry("items2dict", "from_entries"), Map.entry("selectattr", "where"),
            Map.entry("regex_search", "regex_find"), Map.entry("regex_findall", "regex_find_all"),
            Map.entry("urlencode", "url_encode"), Map.entry("version", "version_at_least"),
            Map.entry("strftime", "date_format"), Map.entry("path_join", "join_path"), Map.entry("len", "length"),
            Map.entry("size", "length"), Map.entry("dict", "from_entries"), Map.entry("b64enc", "b64encode"),
            Map.entry("isdef", "defined"), Map.entry("lookup", "file"), Map.entry("to_upper", "upper"),
            Map.entry("to_lower", "lower"), Map.entry("hash", "sha256"), Map.entry("match", "regex_match"),
            Map.entry("max_by", "max"), Map.entry("list", "values"), Map.entry("getenv", "env"));

    private static final Set<String> STATEMENTS = Set.of(
            "new", "import", "import_static", "with", "def", "function", "lambda", "for", "foreach", "while", "do",
            "until", "if", "else", "switch", "return", "var", "proto", "untyped", "this", "class", "assert", "throw",
            "try", "instanceof", "soundslike", "strsim", "convertable_to", "isdef");

    private static final Set<String> CLASSES = Set.of(
            "System", "Runtime", "Thread", "Class", "ClassLoader", "Object", "String", "Math", "Integer", "Long",
            "Double", "Float", "Short", "Byte", "Boolean", "Character", "BigDecimal", "BigInteger", "Array", "StringBuilder",
            "StringBuffer", "Process", "ProcessBuilder", "Exception", "Throwable", "Collections", "Arrays", "Files",
            "File", "Paths", "Path", "MVEL", "Method", "Field", "Proxy", "Unsafe", "ScriptEngineManager");

    private final String text;

    Habits(String text) {
        this.text = text;
    }

    /** What to say. */
    record Advice(String code, String summary, String... hints) {}

    String source(Ast ast) {
        return Values.cut(text.substring(ast.at().start(), ast.at().end()), 60);
    }

    /** About a word that is no variable, where a value is expected; null if it may be one. */
    @Nullable Advice reserved(Token token, Token next) {
        String word = token.text();
        return switch (word) {
            case "True", "TRUE" -> new Advice("syntax", "`" + word + "` is written true");
            case "False", "FALSE" -> new Advice("syntax", "`" + word + "` is written false");
            case "None", "NULL", "Null" -> new Advice("syntax", "`" + word + "` is written null");
            case "and", "or", "contains", "in", "is" ->
                word.equals("contains") && next.is("(") ? null
                        : new Advice("syntax", "a value is missing before `" + word + "`");
            case "new" -> new Advice("not-allowed", "`new` is not allowed: expressions compute with data, they make no objects",
                    "lists are written [a, b], maps ['key': value]");
            case "isdef" -> new Advice("syntax", "`isdef x` is written defined(x)");
            case "instanceof" -> new Advice("not-supported", "`instanceof` is not supported", "write type_of(x) == 'text'");
            default -> {
                if (STATEMENTS.contains(word)) {
                    yield new Advice("not-allowed",
                            "`" + word + "` is not allowed: an expression computes one value from data, it is not a program");
                }
                yield CLASSES.contains(word)
                        ? new Advice("not-allowed", "`" + word + "` is not allowed: expressions see data and functions, not Java's classes",
                                "`runbook doc` lists the functions there are")
                        : null;
            }
        };
    }

    /** About a token that cannot stand where it does. */
    @Nullable Advice unexpected(List<Token> tokens, int index, @Nullable Ast before) {
        Token token = tokens.get(index);
        Token next = tokens.get(Math.min(index + 1, tokens.size() - 1));
        if (token.kind() == Token.Kind.NAME) {
            return before == null ? null : word(tokens, index, before);
        }
        if (token.kind() != Token.Kind.SIGN) {
            return null;
        }
        return switch (token.text()) {
            case "|" -> filter(tokens, index, before);
            case "{{", "}}", "{%" -> new Advice("jinja-braces", "`" + token.text() + "` is Jinja's syntax",
                    "in conditions write the bare expression; elsewhere put it between @{ and }");
            case "@{", "${" -> new Advice("syntax", "`" + token.text() + "` does not belong in an expression",
                    "write the bare expression");
            case "{" -> new Advice("not-allowed", "`{` is not allowed here", "maps are written ['key': value]");
            case "=" -> new Advice("not-allowed", "`=` would assign, which an expression cannot",
                    "write == to compare; arguments of functions have no names");
            case "+=", "-=", "*=", "/=", "%=", ":=", "++", "--" ->
                new Advice("not-allowed", "`" + token.text() + "` would assign, which an expression cannot");
            case ";" -> new Advice("not-allowed", "`;` is not allowed: an expression is a single value, not a program");
            case "===" -> new Advice("syntax", "`===` is written ==");
            case "!==", "<>" -> new Advice("syntax", "`" + token.text() + "` is written !=");
            case "=~" -> new Advice("syntax", "`=~` is written ~=");
            case "~" -> new Advice("jinja-syntax", "texts are joined with +",
                    before == null ? "write 'a' + 'b'" : "write " + source(before) + " + " + rest(tokens, index));
            case "?." -> new Advice("syntax", "`?.` is written .?");
            case "??" -> new Advice("syntax", "`??` is written ?:");
            case "**" -> new Advice("not-supported", "there is no power operator");
            case "//", "/*" -> new Advice("syntax", "there are no comments and no whole division in expressions",
                    "write int(a / b) for a whole division");
            case "#" -> new Advice("syntax", "there are no comments in expressions");
            case "&", "^", "<<", ">>", ">>>" -> new Advice("not-supported", "`" + token.text() + "` is not supported",
                    token.is("&") ? "write && for 'and'" : "there are no operators on bits");
            case "->", "=>", "::", "`" -> new Advice("not-allowed", "`" + token.text() + "` is not allowed in an expression",
                    "to compute something for every element of a list, write ($.name in list)");
            case "@" -> new Advice("not-allowed", "`@` is not allowed in an expression");
            case "+" -> before == null ? new Advice("syntax", "a value is missing before '+'") : null;
            case "(" -> before == null ? null
                    : new Advice("syntax", "only functions can be called, by their names: " + source(before) + " is a value",
                            next.is(")") ? "leave out the parentheses" : "write an operator before the parenthesis");
            default -> null;
        };
    }

    private @Nullable Advice word(List<Token> tokens, int index, Ast before) {
        Token token = tokens.get(index);
        String left = source(before);
        return switch (token.text()) {
            case "in" -> new Advice("jinja-syntax", "membership is written the other way round",
                    "write " + rest(tokens, index) + " contains " + left);
            case "not" -> tokens.get(index + 1).isName("in")
                    ? new Advice("jinja-syntax", "membership is written the other way round",
                            "write !(" + rest(tokens, index + 1) + " contains " + left + ")")
                    : null;
            case "is" -> test(tokens, index, left);
            case "if" -> new Advice("jinja-syntax", "a choice is written condition ? value : other",
                    "write " + condition(tokens, index) + " ? " + left + " : …");
            case "instanceof" -> new Advice("not-supported", "`instanceof` is not supported",
                    "write type_of(" + left + ") == 'text'");
            case "soundslike", "strsim", "convertable_to" ->
                new Advice("not-supported", "`" + token.text() + "` is not supported");
            case "matches" -> new Advice("syntax", "`matches` is written ~=");
            case "eq" -> new Advice("syntax", "`eq` is written ==");
            case "ne" -> new Advice("syntax", "`ne` is written !=");
            case "lt", "gt", "le", "ge" -> new Advice("syntax", "comparisons are written < <= > >=");
            default -> null;
        };
    }

    private static Advice test(List<Token> tokens, int index, String left) {
        int at = index + 1;
        boolean not = tokens.get(at).isName("not");
        Token test = tokens.get(Math.min(not ? at + 1 : at, tokens.size() - 1));
        String written = switch (test.text()) {
            case "defined" -> "defined(" + left + ")";
            case "undefined" -> "!defined(" + left + ")";
            case "none", "null", "None" -> left + " == null";
            case "string" -> "type_of(" + left + ") == 'text'";
            case "number" -> "type_of(" + left + ") == 'number'";
            case "boolean" -> "type_of(" + left + ") == 'boolean'";
            case "mapping" -> "type_of(" + left + ") == 'map'";
            case "sequence", "iterable" -> "type_of(" + left + ") == 'list'";
            case "match", "search", "regex" -> "regex_find(" + left + ", '…') != null";
            case "version" -> "version_at_least(" + left + ", '…')";
            case "changed", "failed", "skipped" -> left + "." + test.text();
            case "succeeded", "success" -> "!" + left + ".failed";
            case "true", "false" -> left + " == " + test.text();
            case "divisibleby" -> left + " % … == 0";
            case "in" -> "… contains " + left;
            default -> left + " == …";
        };
        if (not) {
            written = written.startsWith("!") ? written.substring(1)
                    : written.contains(" == ") ? written.replace(" == ", " != ") : "!" + written;
        }
        return new Advice("jinja-syntax", "there are no tests with `is`", "write " + written);
    }

    private Advice filter(List<Token> tokens, int index, @Nullable Ast before) {
        Token name = tokens.get(Math.min(index + 1, tokens.size() - 1));
        if (before == null || name.kind() != Token.Kind.NAME) {
            return new Advice("syntax", "`|` is not an operator here", "write || for 'or', and functions as f(x)");
        }
        String function = FILTERS.getOrDefault(name.text(), name.text());
        String inner = "";
        if (tokens.size() > index + 2 && tokens.get(index + 2).is("(")) {
            int close = closing(tokens, index + 2);
            int start = tokens.get(index + 2).end();
            inner = close < 0 ? "" : text.substring(start, tokens.get(close).start()).strip();
        }
        String call = function + "(" + source(before) + (inner.isEmpty() ? "" : ", " + Values.cut(inner, 60)) + ")";
        return new Advice("jinja-syntax", "filters are written as functions",
                FunctionLibrary.STANDARD.find(function) == null
                        ? "write f(x) instead of x | f; there is no function `" + name.text() + "`"
                        : "write " + call);
    }

    private static int closing(List<Token> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            if (tokens.get(i).is("(")) {
                depth++;
            } else if (tokens.get(i).is(")") && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The value after a token, as written. */
    private String rest(List<Token> tokens, int index) {
        int end = index + 1;
        int depth = 0;
        while (end < tokens.size() - 1) {
            Token token = tokens.get(end);
            if (token.is("(") || token.is("[")) {
                depth++;
            } else if (token.is(")") || token.is("]")) {
                depth--;
            }
            if (depth < 0 || depth == 0 && (token.isName("and") || token.isName("or") || token.isName("else")
                    || token.is("&&") || token.is("||") || token.is(",") || token.is("?") || token.is(":") || token.is("~"))) {
                break;
            }
            end++;
        }
        return end == index + 1 ? "x" : Values.cut(text.substring(tokens.get(index + 1).start(), tokens.get(end - 1).end()), 60);
    }

    private String condition(List<Token> tokens, int index) {
        return rest(tokens, index);
    }
}
