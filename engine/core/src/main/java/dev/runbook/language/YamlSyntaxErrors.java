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

    private final Source source;
    private final YamlOffsets offsets;
    private final YamlLines lines;

    YamlSyntaxErrors(Source source, YamlOffsets offsets) {
        this.source = source;
        this.offsets = offsets;
        this.lines = new YamlLines(source, offsets);
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
        found = found != null ? found : block(place);
        found = found != null ? found : quote(place);
        found = found != null ? found : colon(place);
        found = found != null ? found : flow(place);
        found = found != null ? found : value(place);
        found = found != null ? found : indentation(place);
        return found != null ? found : anything(place);
    }

    private @Nullable Diagnostic tab(Place place) {
        int first = place.problem().contains("TAB")
                ? place.line()
                : Math.max(1, Math.max(place.line() - 1, lines.lineOf(place.contextAt())));
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
        return place.problem().contains("TAB") && lines.charAt(place.at()) == '\t'
                ? Diagnostic.error(
                        Codes.YAML_TAB.id(), place.span(), "A tab cannot stand here", "use spaces")
                : null;
    }

    private @Nullable Diagnostic braces(Place place) {
        for (int line : List.of(place.line(), lines.lineOf(place.contextAt()))) {
            String text = source.line(line);
            Matcher matcher = BRACES_AS_VALUE.matcher(text);
            if (matcher.find()) {
                int start = source.offset(line, 1) + matcher.start(1);
                String value = lines.restOfValue(start);
                return Braces.unquoted(source.span(start, start + value.length()), value, YamlLines.keyBefore(text, matcher.start(1)));
            }
        }
        return null;
    }

    private @Nullable Diagnostic indicator(Place place) {
        char c = lines.charAt(place.at());
        if (place.problem().contains("cannot start any token") && (c == '@' || c == '`' || c == '%')) {
            String value = lines.restOfValue(place.at());
            return Diagnostic.error(
                    Codes.YAML_QUOTE.id(), source.span(place.at(), place.at() + value.length()),
                    "A value that begins with `" + c + "` must be quoted",
                    "write " + Quoting.quoted(value));
        }
        boolean alias = place.context().contains("scanning an alias") || place.context().contains("scanning an anchor");
        boolean tag = place.context().contains("scanning a tag");
        if (alias || tag) {
            int start = place.contextAt();
            String value = lines.restOfValue(start);
            String what = tag ? "a tag" : lines.charAt(start) == '&' ? "an anchor" : "an alias";
            return Diagnostic.error(
                    Codes.YAML_QUOTE.id(), source.span(start, start + Math.max(1, value.length())),
                    "A value that begins with `" + lines.charAt(start) + "` is taken for " + what,
                    "to write it as text, quote it: " + Quoting.quoted(value));
        }
        return null;
    }

    private @Nullable Diagnostic block(Place place) {
        if (!place.context().contains("scanning a block scalar")) {
            return null;
        }
        int start = place.contextAt();
        char indicator = lines.charAt(start);
        String value = lines.restOfValue(start);
        return Diagnostic.error(
                Codes.YAML_SYNTAX.id(), source.span(start, start + Math.max(1, value.length())),
                "Text after `" + indicator + "` begins on the next line",
                "put the text below, indented; or, if it begins with `" + indicator + "`, quote it: "
                        + Quoting.quoted(value));
    }

    private @Nullable Diagnostic quote(Place place) {
        if (place.context().contains("quoted scalar") && place.problem().contains("found unexpected")) {
            return Diagnostic.error(
                    Codes.YAML_UNCLOSED.id(), source.span(place.contextAt(), place.contextAt() + 1),
                    "This quote is never closed",
                    "put another `" + lines.charAt(place.contextAt()) + "` where the text ends");
        }
        if (place.problem().contains("escape character") || place.problem().contains("escape sequence")) {
            String escape = source.text().substring(Math.max(0, place.at() - 1), Math.min(place.at() + 1, source.text().length()));
            return Diagnostic.error(
                    Codes.YAML_ESCAPE.id(), source.span(place.at() - 1, place.at() + 1),
                    "`" + escape.strip() + "` is not an escape that double quotes know",
                    "write `\\\\` for a backslash, or use single quotes, in which a backslash is just that");
        }
        int before = offsets.trimmed(lines.lineStart(place.at()), place.at());
        char last = before > 0 ? lines.charAt(before - 1) : ' ';
        if (place.problem().contains("but found") && before > lines.lineStart(place.at()) && (last == '"' || last == '\'')) {
            int valueStart = lines.valueStart(place.line());
            Span open = before - 1 == valueStart ? lines.oddQuote(place.line() - 1, last) : null;
            if (open != null) {
                return Diagnostic.error(
                        Codes.YAML_UNCLOSED.id(), open, "This quote is not closed on its line",
                        "put another `" + last + "` where the text ends");
            }
            String value = lines.restOfValue(valueStart);
            return Diagnostic.error(
                    Codes.YAML_AFTER_QUOTE.id(),
                    source.span(place.at(), place.at() + Math.max(1, lines.restOfValue(place.at()).length())),
                    "The value ended with the quote before this",
                    "quote all of it: " + Quoting.quoted(value));
        }
        return null;
    }

    private @Nullable Diagnostic colon(Place place) {
        if (place.problem().contains("mapping values are not allowed")) {
            String line = source.line(place.line());
            int inLine = place.at() - lines.lineStart(place.at());
            Matcher key = YamlLines.KEY.matcher(line);
            if (key.find() && key.end(1) < inLine) {
                String value = lines.restOfValue(lines.valueStart(place.line()));
                return Diagnostic.error(
                        Codes.YAML_COLON.id(), place.span(),
                        "A second `:` on one line: a value with `: ` in it must be quoted",
                        "write " + Quoting.quoted(value));
            }
            Diagnostic space = space(place.line() - 1);
            if (space != null) {
                return space;
            }
            return Diagnostic.error(
                    Codes.YAML_INDENTATION.id(), source.span(lines.lineStart(place.at()) + YamlLines.indent(line), place.at() + 1),
                    "This key is indented so that it continues the value before it",
                    "indent it like the keys it belongs with" + lines.previousKeyColumn(place.line()));
        }
        if (place.problem().contains("expected the node content") && lines.charAt(place.at()) == ':') {
            return Diagnostic.error(
                    Codes.YAML_KEY.id(), place.span(), "A key is missing before this `:`", "write `key: value`");
        }
        if (place.problem().contains("could not find expected ':'")) {
            int start = place.contextAt();
            Diagnostic space = space(lines.lineOf(start));
            return space != null ? space : Diagnostic.error(
                    Codes.YAML_COLON.id(), source.span(start, start + Math.max(1, lines.restOfValue(start).length())),
                    "A `:` is missing: every other line here is `key: value`",
                    "write `key: value`; text over several lines begins with `key: |`");
        }
        return null;
    }

    /** For {@code key:value}, which is text and no key. */
    private @Nullable Diagnostic space(int line) {
        Matcher matcher = YamlLines.NO_SPACE.matcher(source.line(line));
        if (!matcher.find()) {
            return null;
        }
        int start = source.offset(line, 1);
        return Diagnostic.error(
                Codes.YAML_COLON.id(), source.span(start + matcher.start(2), start + matcher.end(2)),
                "A space is missing after this `:`",
                "write `" + matcher.group(1) + ": " + lines.restOfValue(start + matcher.end(2)) + "`");
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

    private @Nullable Diagnostic value(Place place) {
        boolean wanted = place.problem().contains("expected the node content");
        if (!wanted && !place.problem().contains("cannot start any token")) {
            return null;
        }
        if (place.at() >= source.text().length()) {
            int end = offsets.trimmed(0, place.at());
            return Diagnostic.error(
                    Codes.YAML_UNCLOSED.id(), source.span(end, end), "The file ends here, and a `{` or `[` is still open",
                    "close it");
        }
        char c = lines.charAt(place.at());
        return Diagnostic.error(
                Codes.YAML_SYNTAX.id(), place.span(), "A value was expected here, and not `" + c + "`",
                c == '-'
                        ? "between `[` and `]` items are separated by commas, without `-`"
                        : "to write text that begins with `" + c + "`, quote it");
    }

    private @Nullable Diagnostic indentation(Place place) {
        boolean block = place.problem().contains("<block end>") || place.problem().contains("<document start>")
                || place.problem().contains("not allowed here");
        if (!block) {
            return null;
        }
        char c = lines.charAt(place.at());
        if (c == ',' || c == ']' || c == '}') {
            return Diagnostic.error(
                    Codes.YAML_SYNTAX.id(), place.span(), "`" + c + "` does not belong here",
                    "remove it, or quote the value that holds it");
        }
        int start = place.at();
        int end = start + Math.max(1, lines.restOfValue(start).length());
        boolean item = c == '-';
        Diagnostic found = Diagnostic.error(
                Codes.YAML_INDENTATION.id(), source.span(start, end),
                item ? "This list item does not line up with a list" : "This does not line up with anything above",
                "indent it by the same number of spaces as what it belongs with");
        Span above = item ? lines.above(place.line(), YamlLines.ITEM) : lines.above(place.line(), YamlLines.KEY);
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
}
