package dev.runbook.modules.grafana.standin;

import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.StandIn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stands for Grafana's package repository, as far as its key: one made for this, not Grafana's own. */
public final class RepositoryStandIn implements StandIn {
    @Override
    public String name() {
        return "Grafana's package repository";
    }

    @Override
    public List<String> addresses() {
        return List.of("https://apt.grafana.com");
    }

    @Override
    public @Nullable String unit() {
        return null;
    }

    @Override
    public Service start(@Nullable Machine machine) {
        return request -> request.path().equals("/gpg-full.key")
                ? new Reply(200, Map.of("content-type", "application/pgp-keys"), key())
                : Reply.text(404, "Not Found");
    }

    private static byte[] key() {
        try (InputStream in = Objects.requireNonNull(RepositoryStandIn.class.getResourceAsStream("gpg-full.key"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
