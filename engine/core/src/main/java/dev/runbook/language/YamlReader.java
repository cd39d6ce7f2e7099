package dev.runbook.language;

import java.util.Optional;

/**
 * Reads YAML 1.2 into {@link Node}s that know where they stand. Anchors, aliases and merge keys are resolved; the tags
 * {@code !secret} and {@code !file} are kept, no other is allowed; a key may stand only once. Never throws for what a
 * text contains.
 */
public final class YamlReader {
    private final Limits limits;

    public YamlReader() {
        this(Limits.DEFAULT);
    }

    public YamlReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * Reads a source that holds one document.
     *
     * @return the document, with what could not be understood left out; a null scalar for an empty source; nothing
     *     where the text is not YAML or exceeds a limit, and then an error says so
     */
    public Optional<Node> read(Source source, Diagnostics diagnostics) {
        if (source.text().length() > limits.characters()) {
            diagnostics.error(
                    Codes.YAML_LIMIT.id(),
                    Span.start(source),
                    "The file is too large: " + source.text().length() + " characters, where "
                            + limits.characters() + " are allowed",
                    "split it, or keep large data in files of its own that a task copies");
            return Optional.empty();
        }
        return new YamlTreeBuilder(source, diagnostics, limits).build();
    }

    /**
     * What a text may grow to, so that a hostile one gives an error instead of using up memory.
     *
     * @param characters of the text
     * @param depth of lists and mappings inside each other
     * @param aliasedNodes how many nodes aliases and merge keys may stand for, all together
     */
    public record Limits(int characters, int depth, int aliasedNodes) {
        public static final Limits DEFAULT = new Limits(4 * 1024 * 1024, 100, 100_000);
    }
}
