package dev.runbook.language;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says in plain words what the YAML library says in its own. */
final class YamlSyntaxErrors {
    private static final Pattern BRACES_AS_VALUE = Pattern.compile("(?:^\\s*|[:,\\[-]\\s+)(\\{\\{)");
    private static final Pattern TAB_INDENT = Pattern.compile("^( *\\t[ \\t]*)\\S");
    private static final Pattern ITEM = Pattern.compile("^\\s*(-)(?:\\s|$)");
    private static final Pattern KEY = Pattern.compile("^[\\s-]*([^\\s:#'\"]+):(\\s|$)");

    private final Source source;
    private final YamlOffsets offsets;

    YamlSyntaxErrors(Source source, YamlOffsets offsets) {
        this.source = source;
        this.offsets = offsets;
    }

    /** Where the library stumbled, and where what it was reading begins. */
    private record Place(String problem, String context, int at, int contextAt, Span span) {
        int line() {
            return span.startLine();
        }
    }

    void report(YamlEngineException exception, Diagnostics diagnostics) {
        Diagnostic found =
                switch (exception) {
                    case ReaderException reader -> character(reader);
                    case MarkedYamlEngineException marked -> marked(marked);
                    default -> Diagnostic.error(
                            Codes.YAML_SYNTAX.id(), Span.start(source),
                            "This is not valid YAML: " + exception.getMessage());
                };
        boolean said = found.code().equals(Codes.JINJA_BRACES.id())
                && diagnostics.all().stream().anyMatch(d -> sameStart(d, found));
        if (!said) {
            diagnostics.add(found);
        }
    }

    private static boolean sameStart(Diagnostic a, Diagnostic b) {
        return a.code().equals(b.code()) && a.span() != null && b.span() != null && a.span().at().equals(b.span().at());
    }

    private Diagnostic character(ReaderException exception) {
        int at = offsets.ofCodePoint(exception.getPosition());
        int code = exception.getCodePoint();
        return Diagnostic.error(
                Codes.YAML_CHARACTER.id(), source.span(at, at + 1),
                "The character U+%04X is not allowed in YAML".formatted(code),
                "remove it");
    }

    private Diagnostic marked(MarkedYamlEngineException exception) {
        int at = offsets.of(exception.getProblemMark());
        int contextAt = exception.getContextMark().isPresent() ? offsets.of(exception.getContextMark()) : at;
        String problem = exception.getProblem() == null ? "" : exception.getProblem();
        String context = exception.getContext() == null ? "" : exception.getContext();
        Place place = new Place(problem, context, at, contextAt, source.span(at, at + 1));
        Diagnostic found = tab(place);
        found = found != null ? found : braces(place);
        found = found != null ? found : indicator(place);
        found = found != null ? found : quote(place);
        found = found != null ? found : colon(place);
        found = found != null ? found : flow(place);
        found = found != null ? found : indentation(place);
        return found != null ? found : anything(place);
    }

    private @Nullable Diagnostic tab(Place place) {
        int first = place.problem().contains("TAB")
                ? place.line()
                : Math.max(1, Math.max(place.line() - 1, lineOf(place.contextAt())));
        for (int line = first; line <= place.line(); line++) {
            Matcher matcher = TAB_INDENT.matcher(source.line(line));
            if (matcher.find()) {
                int start = source.offset(line, 1) + matcher.group(1).indexOf('\t');
                return Diagnostic.error(
                        Codes.YAML_TAB.id(), source.span(start, source.offset(line, 1) + matcher.end(1)),
                        "This line is indented with a tab",
                        "indent with spaces: YAML does not allow tabs there");
            }
        }
        return place.problem().contains("TAB") && charAt(place.at()) == '\t'
                ? Diagnostic.error(
                        Codes.YAML_TAB.id(), place.span(), "A tab cannot stand here", "use spaces")
                : null;
    }

    private @Nullable Diagnostic braces(Place place) {
        for (int line : List.of(place.line(), lineOf(place.contextAt()))) {
            String text = source.line(line);
            Matcher matcher = BRACES_AS_VALUE.matcher(text);
            if (matcher.find()) {
                int start = source.offset(line, 1) + matcher.start(1);
                String value = restOfValue(start);
                return Braces.unquoted(source.span(start, start + value.length()), value, keyBefore(text, matcher.start(1)));
            }
        }
        return null;
    }

    private static String keyBefore(String line, int end) {
        Matcher key = KEY.matcher(line.substring(0, end));
        return key.find() ? key.group(1) : "";
    }

    private @Nullable Diagnostic indicator(Place place) {
        char c = charAt(place.at());
        if (place.problem().contains("cannot start any token") && (c == '@' || c == '`' || c == '%')) {
            String value = restOfValue(place.at());
            return Diagnostic.error(
                    Codes.YAML_QUOTE.id(), source.span(place.at(), place.at() + value.length()),
                    "A value that begins with `" + c + "` must be quoted",
                    "write " + Quoting.quoted(value));
        }
        boolean alias = place.context().contains("scanning an alias") || place.context().contains("scanning an anchor");
        boolean tag = place.context().contains("scanning a tag");
        if (alias || tag) {
            int start = place.contextAt();
            String value = restOfValue(start);
            String what = tag ? "a tag" : charAt(start) == '&' ? "an anchor" : "an alias";
            return Diagnostic.error(
                    Codes.YAML_QUOTE.id(), source.span(start, start + Math.max(1, value.length())),
                    "A value that begins with `" + charAt(start) + "` is taken for " + what,
                    "to write it as text, quote it: " + Quoting.quoted(value));
        }
        return null;
    }

    private @Nullable Diagnostic quote(Place place) {
        if (place.context().contains("quoted scalar") && place.problem().contains("found unexpected")) {
            return Diagnostic.error(
                    Codes.YAML_UNCLOSED.id(), source.span(place.contextAt(), place.contextAt() + 1),
                    "This quote is never closed",
                    "put another `" + charAt(place.contextAt()) + "` where the text ends");
        }
        if (place.problem().contains("escape character") || place.problem().contains("escape sequence")) {
            String escape = source.text().substring(Math.max(0, place.at() - 1), Math.min(place.at() + 1, source.text().length()));
            return Diagnostic.error(
                    Codes.YAML_ESCAPE.id(), source.span(place.at() - 1, place.at() + 1),
                    "`" + escape.strip() + "` is not an escape that double quotes know",
                    "write `\\\\` for a backslash, or use single quotes, in which a backslash is just that");
        }
        int before = offsets.trimmed(lineStart(place.at()), place.at());
        char last = before > 0 ? charAt(before - 1) : ' ';
        if (place.problem().contains("but found") && before > lineStart(place.at()) && (last == '"' || last == '\'')) {
            int valueStart = valueStart(place.line());
            String value = restOfValue(valueStart);
            return Diagnostic.error(
                    Codes.YAML_AFTER_QUOTE.id(),
                    source.span(place.at(), place.at() + Math.max(1, restOfValue(place.at()).length())),
                    "The value ended with the quote before this",
                    "quote all of it: " + Quoting.quoted(value));
        }
        return null;
    }

    private @Nullable Diagnostic colon(Place place) {
        if (place.problem().contains("mapping values are not allowed")) {
            String line = source.line(place.line());
            int inLine = place.at() - lineStart(place.at());
            Matcher key = KEY.matcher(line);
            if (key.find() && key.end(1) < inLine) {
                String value = restOfValue(valueStart(place.line()));
                return Diagnostic.error(
                        Codes.YAML_COLON.id(), place.span(),
                        "A second `:` on one line: a value with `: ` in it must be quoted",
                        "write " + Quoting.quoted(value));
            }
            return Diagnostic.error(
                    Codes.YAML_INDENTATION.id(), source.span(lineStart(place.at()) + indent(line), place.at() + 1),
                    "This key is indented so that it continues the value before it",
                    "indent it like the keys it belongs with" + previousKeyColumn(place.line()));
        }
        if (place.problem().contains("expected the node content") && charAt(place.at()) == ':') {
            return Diagnostic.error(
                    Codes.YAML_KEY.id(), place.span(), "A key is missing before this `:`", "write `key: value`");
        }
        if (place.problem().contains("could not find expected ':'")) {
            int start = place.contextAt();
            return Diagnostic.error(
                    Codes.YAML_COLON.id(), source.span(start, start + Math.max(1, restOfValue(start).length())),
                    "A `:` is missing: every other line here is `key: value`",
                    "write `key: value`; text over several lines begins with `key: |`");
        }
        return null;
    }

    private @Nullable Diagnostic flow(Place place) {
        boolean mapping = place.context().contains("flow mapping");
        if (!mapping && !place.context().contains("flow sequence")) {
            return null;
        }
        String open = mapping ? "{" : "[";
        String close = mapping ? "}" : "]";
        Span opened = source.span(place.contextAt(), place.contextAt() + 1);
        String hint = "close it, or put a comma between its parts; quote a value that holds any of `[]{},`";
        if (opened.startLine() < place.line() || place.at() >= source.text().length()) {
            return Diagnostic.error(Codes.YAML_UNCLOSED.id(), opened, "This `" + open + "` is not closed", hint)
                    .withRelated(place.span(), "`,` or `" + close + "` was expected before this");
        }
        return Diagnostic.error(
                        Codes.YAML_UNCLOSED.id(), place.span(), "Expected `,` or `" + close + "` here",
                        hint.replace("close it", "close the `" + open + "`"))
                .withRelated(opened, "this `" + open + "` is still open");
    }

    private @Nullable Diagnostic indentation(Place place) {
        boolean block = place.problem().contains("<block end>") || place.problem().contains("<document start>")
                || place.problem().contains("not allowed here");
        if (!block) {
            return null;
        }
        char c = charAt(place.at());
        if (c == ',' || c == ']' || c == '}') {
            return Diagnostic.error(
                    Codes.YAML_SYNTAX.id(), place.span(), "`" + c + "` does not belong here",
                    "remove it, or quote the value that holds it");
        }
        int start = place.at();
        int end = start + Math.max(1, restOfValue(start).length());
        boolean item = c == '-';
        Diagnostic found = Diagnostic.error(
                Codes.YAML_INDENTATION.id(), source.span(start, end),
                item ? "This list item does not line up with a list" : "This does not line up with anything above",
                "indent it by the same number of spaces as what it belongs with");
        Span above = item ? above(place.line(), ITEM) : above(place.line(), KEY);
        return above == null
                ? found
                : found.withRelated(
                        above,
                        (item ? "the item" : "the key") + " before it begins at column " + above.startColumn()
                                + ", this one at column " + place.span().startColumn());
    }

    private Diagnostic anything(Place place) {
        String said = place.problem().strip();
        Diagnostic found = Diagnostic.error(
                Codes.YAML_SYNTAX.id(), place.span(), "This is not valid YAML: " + (said.isEmpty() ? "cannot be read" : said));
        return place.contextAt() < place.at()
                ? found.withRelated(source.span(place.contextAt(), place.contextAt() + 1), place.context().strip())
                : found;
    }

    private String previousKeyColumn(int line) {
        Span key = above(line, KEY);
        return key == null ? "" : ": the one above begins at column " + key.startColumn();
    }

    /** The first group of a pattern in the nearest line above that has it. */
    private @Nullable Span above(int line, Pattern pattern) {
        for (int above = line - 1; above >= Math.max(1, line - 50); above--) {
            Matcher matcher = pattern.matcher(source.line(above));
            if (matcher.find()) {
                int start = source.offset(above, 1);
                return source.span(start + matcher.start(1), start + matcher.end(1));
            }
        }
        return null;
    }

    /** Where the value of a {@code key: value} or {@code - value} line begins. */
    private int valueStart(int line) {
        String text = source.line(line);
        Matcher key = KEY.matcher(text);
        int start = key.find() ? key.end(1) + 1 : 0;
        while (start < text.length() && (text.charAt(start) == ' ' || start < indent(text) + 2 && text.charAt(start) == '-')) {
            start++;
        }
        return source.offset(line, 1) + start;
    }

    /** From an offset to the end of the line, without a comment. */
    private String restOfValue(int from) {
        return source.text().substring(from, offsets.endOfValue(from));
    }

    private int lineStart(int offset) {
        return source.offset(lineOf(offset), 1);
    }

    private int lineOf(int offset) {
        return source.span(offset, offset).startLine();
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private char charAt(int offset) {
        return offset >= 0 && offset < source.text().length() ? source.text().charAt(offset) : '\0';
    }
}
