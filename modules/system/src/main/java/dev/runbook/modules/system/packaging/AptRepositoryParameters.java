package dev.runbook.modules.system.packaging;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Param;
import dev.runbook.api.SourceFile;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Parameters of {@code apt_repository}. */
public record AptRepositoryParameters(
        @Param(value = "Name of the files for it. Left out, the host name in the address.", aliases = "filename")
                @Nullable String name,
        @Param("The repository in one line, `deb [arch=amd64] URL SUITE COMPONENT…`, instead of the parameters below.")
                @Nullable String repo,
        @Param(value = "Addresses.", aliases = {"url", "uri"}) List<String> uris,
        @Param(value = "Suites, such as bookworm; one that ends in / is a plain directory.", aliases = "suite")
                List<String> suites,
        @Param(value = "Components, such as main.", aliases = "component") List<String> components,
        @Param(value = "Architectures. Left out, those of the host.", aliases = {"architecture", "arch"})
                List<String> architectures,
        @Param(value = "Packages (`deb`), their sources (`deb-src`), or both.", defaultValue = "deb") List<String> types,
        @Param("Path on the host of a key that is there already.") @Nullable String signedBy,
        @Param("Address of the armored key, fetched by the host; needs https or key_fingerprint.") @Nullable String keyUrl,
        @Param("File with the key, armored or not.") @Nullable SourceFile key,
        @Param("Full fingerprints, 40 digits; the file with the key must hold these keys and no others.")
                List<String> keyFingerprint,
        @Param(value = "Whether it is to be there.", defaultValue = "present") State state,
        @Param(value = "Whether apt uses it.", defaultValue = "true") boolean enabled,
        @Param(value = "Read the package lists anew when it changed.", defaultValue = "true") boolean updateCache,
        @Param(value = "How long to wait while another program uses apt.", defaultValue = "300s")
                Duration lockTimeout) {
    /** Whether a repository is to be there. */
    public enum State {
        PRESENT,
        ABSENT
    }

    public AptRepositoryParameters {
        keyFingerprint = keyFingerprint.stream().map(PgpKeys::normal).toList();
        if (repo != null && !(uris.isEmpty() && suites.isEmpty() && components.isEmpty() && architectures.isEmpty())) {
            throw new InvalidParameterException("repo", "says it all in one line; give either it or uris, suites, …");
        }
        for (String fingerprint : keyFingerprint) {
            if (!fingerprint.matches("[0-9A-F]{40}|[0-9A-F]{64}")) {
                throw new InvalidParameterException(
                        "keyFingerprint", "expected a full fingerprint of 40 hexadecimal digits, not a short one");
            }
        }
        if ((keyUrl != null ? 1 : 0) + (key != null ? 1 : 0) + (signedBy != null ? 1 : 0) > 1) {
            throw new InvalidParameterException("keyUrl", "give one of key_url, key and signed_by");
        }
        if (keyUrl != null && !keyUrl.startsWith("https://") && (keyFingerprint.isEmpty() || !keyUrl.startsWith("http://"))) {
            throw new InvalidParameterException(
                    "keyUrl", "expected an https address; with key_fingerprint, http will do");
        }
        if (!keyFingerprint.isEmpty() && keyUrl == null && key == null) {
            throw new InvalidParameterException("keyFingerprint", "needs key_url or key");
        }
        if (signedBy != null && !signedBy.startsWith("/")) {
            throw new InvalidParameterException("signedBy", "expected an absolute path");
        }
        if (state == State.PRESENT) {
            check(source(repo, types, uris, suites, components, architectures, signedBy, enabled), keyUrl, key);
        } else if (name == null && repo == null && uris.isEmpty()) {
            throw new InvalidParameterException("name", "needed to say which repository is to go");
        }
        String file = name != null ? name : source(repo, types, uris, suites, components, architectures, null, true).host();
        if (!file.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new InvalidParameterException(
                    "name", "\"" + file + "\" cannot name a file of apt: expected letters, digits, '.', '_' and '-'");
        }
    }

    private static void check(AptSource source, @Nullable String keyUrl, @Nullable SourceFile key) {
        if (source.uris().isEmpty() || source.suites().isEmpty()) {
            throw new InvalidParameterException(
                    source.uris().isEmpty() ? "uris" : "suites",
                    "needed, or repo with all in one line",
                    "repo: deb https://apt.grafana.com stable main");
        }
        for (String uri : source.uris()) {
            if (!uri.matches("[a-z][a-z0-9+-]*:\\S+")) {
                throw new InvalidParameterException("uris", "\"" + uri + "\" is no address: expected https://…");
            }
        }
        boolean directory = source.suites().stream().allMatch(suite -> suite.endsWith("/"));
        if (!directory && source.components().isEmpty()) {
            throw new InvalidParameterException("components", "needed, such as main, unless the suite ends in /");
        }
        if (!source.types().stream().allMatch(type -> type.equals("deb") || type.equals("deb-src"))) {
            throw new InvalidParameterException("types", "expected deb or deb-src");
        }
        if (source.signedBy() != null && (keyUrl != null || key != null)) {
            throw new InvalidParameterException("repo", "names a key with signed-by already; give no other");
        }
        List<List<String>> lists =
                List.of(source.uris(), source.suites(), source.components(), source.architectures());
        if (lists.stream().flatMap(List::stream).anyMatch(word -> word.isBlank() || word.matches("(?s).*\\s.*"))) {
            throw new InvalidParameterException("", "addresses, suites, components and architectures are single words");
        }
    }

    private static AptSource source(
            @Nullable String repo,
            List<String> types,
            List<String> uris,
            List<String> suites,
            List<String> components,
            List<String> architectures,
            @Nullable String signedBy,
            boolean enabled) {
        if (repo == null) {
            return new AptSource(types, uris, suites, components, architectures, signedBy, enabled);
        }
        AptSource parsed = AptSource.parse(repo);
        return new AptSource(
                parsed.types(),
                parsed.uris(),
                parsed.suites(),
                parsed.components(),
                parsed.architectures(),
                signedBy != null ? signedBy : parsed.signedBy(),
                enabled);
    }

    /** What the file says, with the key at this path where the task brings one. */
    AptSource source(@Nullable String keyPath) {
        AptSource source = source(repo, types, uris, suites, components, architectures, signedBy, enabled);
        return keyPath == null
                ? source
                : new AptSource(
                        source.types(),
                        source.uris(),
                        source.suites(),
                        source.components(),
                        source.architectures(),
                        keyPath,
                        enabled);
    }

    String fileName() {
        return Objects.requireNonNullElseGet(name, () -> source(null).host());
    }

    boolean bringsKey() {
        return keyUrl != null || key != null;
    }
}
