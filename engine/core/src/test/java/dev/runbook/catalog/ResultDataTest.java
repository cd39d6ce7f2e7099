package dev.runbook.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.Param;
import dev.runbook.api.Payload;
import dev.runbook.api.Secret;
import dev.runbook.api.SourceFile;
import dev.runbook.api.Unknown;
import dev.runbook.api.Value;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ResultDataTest {
    enum Kind {
        PLAIN_FILE
    }

    record Inner(int sizeInBytes, @Nullable String linkTarget) {}

    record Outer(
            Kind kind,
            FileMode fileMode,
            Content content,
            Duration elapsed,
            Duration short_,
            Value<Integer> uid,
            Value<Integer> gid,
            List<Inner> parts,
            Map<Kind, Secret> keys,
            Path path,
            SourceFile src,
            BigDecimal share,
            @Param(value = "Named.", name = "rc") int exitStatus,
            @Param(value = "The rest.", rest = true) Map<String, Object> rest) {}

    @Test
    void makesPlainData() {
        Secret secret = new Secret("s");
        Map<String, Object> data = ResultData.toMap(new Outer(
                Kind.PLAIN_FILE,
                FileMode.parse("0644"),
                Content.of("a"),
                Duration.ofSeconds(90),
                Duration.ofMillis(1500),
                Value.of(7),
                Value.later("the system decides"),
                List.of(new Inner(3, null)),
                Map.of(Kind.PLAIN_FILE, secret),
                Path.of("/x"),
                new SourceFile("motd", null, Payload.of("a"), false),
                new BigDecimal("0.5"),
                3,
                Map.of("more", 1)));
        var expected = new LinkedHashMap<String, Object>();
        expected.put("kind", "plain_file");
        expected.put("file_mode", "0644");
        expected.put("content", Map.of("sha256", Content.of("a").sha256(), "size", 1L));
        expected.put("elapsed", 90L);
        expected.put("short_", 1.5);
        expected.put("uid", 7L);
        expected.put("gid", new Unknown("the system decides", ""));
        var inner = new LinkedHashMap<String, Object>();
        inner.put("size_in_bytes", 3L);
        inner.put("link_target", null);
        expected.put("parts", List.of(inner));
        expected.put("keys", Map.of("plain_file", secret));
        expected.put("path", "/x");
        expected.put("src", "motd");
        expected.put("share", 0.5);
        expected.put("rc", 3L);
        expected.put("more", 1L);
        assertEquals(expected, data);
        assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(data.keySet()));
    }

    @Test
    void splitsNamesIntoWords() {
        assertEquals(
                List.of("path", "create_home", "http_get", "sha256", "url", "base_url_path"),
                Arrays.asList("path", "createHome", "HTTPGet", "sha256", "URL", "baseURLPath").stream().map(Names::snake).toList());
    }
}
