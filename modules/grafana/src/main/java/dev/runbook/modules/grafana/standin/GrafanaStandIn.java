package dev.runbook.modules.grafana.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.StandIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for Grafana as the unit {@code grafana-server}. Its settings are those of {@code grafana.ini} when it was started
 * last; the password there counts for the first start only, since the database has it then. Five wrong passwords lock a user
 * out.
 */
public final class GrafanaStandIn implements StandIn {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int TRIES = 5;
    private static final long LOCKED = 300;

    private final String version;
    private final int tries;

    public GrafanaStandIn() {
        this("13.0.1", TRIES);
    }

    /**
     * @param version as {@code /api/health} tells it
     * @param tries how many wrong passwords a user may give
     */
    public GrafanaStandIn(String version, int tries) {
        this.version = version;
        this.tries = tries;
    }

    @Override
    public String name() {
        return "Grafana";
    }

    @Override
    public List<String> addresses() {
        return List.of();
    }

    @Override
    public String unit() {
        return "grafana-server";
    }

    @Override
    public Service start(@Nullable Machine machine) {
        return new Running(Objects.requireNonNull(machine), version, tries);
    }

    private static final class Running implements Service {
        private final Machine machine;
        private final String version;
        private final int tries;
        private final Map<String, Integer> wrong = new HashMap<>();
        private final Map<String, Long> since = new HashMap<>();
        private @Nullable Ini settings;
        private @Nullable Database database;

        Running(Machine machine, String version, int tries) {
            this.machine = machine;
            this.tries = tries;
            this.version = version;
        }

        @Override
        public void started() {
            settings = new Ini(machine);
            if (database == null) {
                database = new Database(
                        settings.get("security.admin_user", "admin"), settings.get("security.admin_password", "admin"));
            }
        }

        private Ini settings() {
            if (settings == null) {
                started();
            }
            return Objects.requireNonNull(settings);
        }

        @Override
        public boolean listens(int port) {
            return settings().get("server.http_port", "3000").equals(Integer.toString(port));
        }

        @Override
        public Reply answer(Request request) {
            try {
                Database known = database();
                String path = request.path().replaceFirst("\\?.*", "");
                if (path.equals("/api/health")) {
                    return Reply.json(200, "{\"database\":\"ok\",\"version\":\"" + version + "\",\"commit\":\"0\"}");
                }
                if (!path.startsWith("/api/")) {
                    return new Reply(302, Map.of("location", "/login"), new byte[0]);
                }
                String user = login(known, request.header("authorization"));
                JsonNode body = request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body());
                return new Routes(machine, known, user, request, body).route();
            } catch (Refusal refusal) {
                return Reply.json(refusal.status,
                        JSON.createObjectNode().put("message", refusal.getMessage()).put("traceID", "").toString());
            } catch (IOException e) {
                return Reply.json(400, "{\"message\":\"bad request data\"}");
            }
        }

        private Database database() {
            settings();
            return Objects.requireNonNull(database);
        }

        private String login(Database known, String authorization) {
            if (!authorization.startsWith("Basic ")) {
                throw new Refusal(401, authorization.isEmpty() ? "Unauthorized" : "Invalid API key");
            }
            String[] pair = new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8).split(":", 2);
            long now = machine.now();
            if (now - since.getOrDefault(pair[0], now) > LOCKED) {
                wrong.remove(pair[0]);
            }
            boolean right = pair.length == 2 && pair[1].equals(known.passwords.get(pair[0]));
            if (!right || wrong.getOrDefault(pair[0], 0) >= tries) {
                wrong.merge(pair[0], 1, Integer::sum);
                since.putIfAbsent(pair[0], now);
                throw new Refusal(401, "Invalid username or password");
            }
            return pair[0];
        }
    }
}
