package dev.runbook.modules.prometheus.standin;

import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.StandIn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the downloads of Prometheus's releases: archives with the files that a release has, the programs empty, and
 * their list of checksums. As in life, archives of 3.x have no consoles.
 */
public final class ReleasesStandIn implements StandIn {
    private static final Pattern DOWNLOAD = Pattern.compile(
            "/prometheus/prometheus/releases/download/v(\\d+)\\.(\\d+\\.\\d+)/"
                    + "(sha256sums\\.txt|prometheus-\\1\\.\\2\\.linux-(amd64|arm64|armv7|386)\\.tar\\.gz)");
    private static final List<String> ARCHITECTURES = List.of("386", "amd64", "arm64", "armv7");
    /** 2024-08-27, the day of release 2.54.1. */
    private static final long MADE = 1_724_716_800_000L;

    @Override
    public String name() {
        return "releases of Prometheus";
    }

    @Override
    public List<String> addresses() {
        return List.of("https://github.com");
    }

    @Override
    public @Nullable String unit() {
        return null;
    }

    @Override
    public Service start(@Nullable Machine machine) {
        return request -> {
            Matcher asked = DOWNLOAD.matcher(request.path());
            if (!asked.matches()) {
                return Reply.text(404, "Not Found");
            }
            String version = asked.group(1) + "." + asked.group(2);
            if (asked.group(4) != null) {
                return new Reply(200, Map.of("content-type", "application/octet-stream"), archive(version, asked.group(4)));
            }
            StringBuilder sums = new StringBuilder();
            ARCHITECTURES.forEach(architecture -> sums.append(sha256(archive(version, architecture)))
                    .append("  prometheus-").append(version).append(".linux-").append(architecture).append(".tar.gz\n"));
            return Reply.text(200, sums.toString());
        };
    }

    private static byte[] archive(String version, String architecture) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("LICENSE", "Apache License 2.0\n");
        files.put("prometheus.yml", "scrape_configs:\n  - job_name: prometheus\n");
        files.put("prometheus", "stands for prometheus " + version + "\n");
        files.put("promtool", "stands for promtool " + version + "\n");
        if (version.startsWith("2.")) {
            files.put("consoles/index.html.example", "{{ template \"head\" . }}\n");
            files.put("console_libraries/menu.lib", "{{ define \"head\" }}{{ end }}\n");
        }
        String top = "prometheus-" + version + ".linux-" + architecture + "/";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            entry(tar, top, null);
            for (Map.Entry<String, String> file : files.entrySet()) {
                int slash = file.getKey().indexOf('/');
                if (slash > 0) {
                    entry(tar, top + file.getKey().substring(0, slash + 1), null);
                }
                entry(tar, top + file.getKey(), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void entry(TarArchiveOutputStream tar, String path, @Nullable String text) throws IOException {
        byte[] content = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setModTime(MADE);
        entry.setSize(content.length);
        boolean program = path.endsWith("/prometheus") || path.endsWith("/promtool");
        entry.setMode(text == null || program ? 0755 : 0644);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
