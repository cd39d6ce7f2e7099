package dev.runbook.language;

import java.util.List;
import java.util.Set;

/** Which tags there are, and what to do instead of the others. */
final class YamlTags {
    private static final Set<String> ALLOWED = Set.of("!secret", "!file");

    private final Source source;
    private final Diagnostics diagnostics;

    YamlTags(Source source, Diagnostics diagnostics) {
        this.source = source;
        this.diagnostics = diagnostics;
    }

    /** The tag of a scalar; "" after saying that there is no such tag. */
    String scalar(YamlOffsets.Properties properties, String value) {
        String tag = text(properties);
        if (ALLOWED.contains(tag)) {
            return tag;
        }
        Span span = source.span(properties.tagStart(), properties.tagEnd());
        diagnostics.add(Diagnostic.error(
                Codes.YAML_TAG.id(), span, "There is no tag `" + tag + "`", hints(tag, value).toArray(String[]::new)));
        return "";
    }

    void collection(YamlOffsets.Properties properties, String what) {
        String tag = text(properties);
        Span span = source.span(properties.tagStart(), properties.tagEnd());
        if (ALLOWED.contains(tag)) {
            diagnostics.error(
                    Codes.YAML_TAG.id(), span, "`" + tag + "` is for text, and this is " + what);
        } else {
            diagnostics.error(
                    Codes.YAML_TAG.id(), span, "There is no tag `" + tag + "`", "remove it: the shape says what it is");
        }
    }

    private String text(YamlOffsets.Properties properties) {
        return source.text().substring(properties.tagStart(), properties.tagEnd());
    }

    private static List<String> hints(String tag, String value) {
        if (tag.equals("!vault") || tag.equals("!vault-encrypted")) {
            return List.of(
                    "this is encrypted by Ansible: decrypt it with `ansible-vault decrypt`, encrypt it with "
                            + "`runbook vault encrypt-string`, and write the result after `!secret`");
        }
        if (tag.equals("!unsafe")) {
            return List.of("remove it: `{{ }}` passes through untouched here, and a literal `@{` is written `@@{`");
        }
        if (tag.startsWith("!include")) {
            return List.of("use `vars_files` for variables; tasks of another file are not included by a tag");
        }
        if (tag.startsWith("!!")) {
            return List.of(
                    tag.equals("!!str") && !value.isEmpty()
                            ? "to make it text, quote it: " + Quoting.quoted(value)
                            : "remove it: whoever uses the value decides its type");
        }
        String near = Suggestions.nearest(tag, ALLOWED).stream().findFirst().orElse("");
        String whole = value.isEmpty() ? tag : tag + " " + value;
        String quote = "to write text that begins with `!`, quote it: " + Quoting.quoted(whole);
        return near.isEmpty() ? List.of(quote) : List.of("did you mean `" + near + "`?", quote);
    }
}
