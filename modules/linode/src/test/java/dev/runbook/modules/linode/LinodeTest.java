package dev.runbook.modules.linode;

import dev.runbook.api.TaskModule;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.StandIn;
import dev.runbook.host.Host;
import dev.runbook.host.simulated.StandIns;
import dev.runbook.modules.linode.standin.LinodeStandIn;
import dev.runbook.testkit.ModuleContract;
import dev.runbook.testkit.TestHosts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An account in memory as modules see it. Change it by hand with {@link #send}. */
final class LinodeTest implements AutoCloseable {
    /** One exchange with the stand-in. */
    record Exchange(StandIn.Request request, StandIn.Reply reply) {}

    private final StandIn real = new LinodeStandIn();
    private final StandIn.Service service = real.start(null);
    /** Everything that was sent and answered. */
    final List<Exchange> exchanges = new ArrayList<>();
    /** Answers in the stand-in's place where it answers. */
    Function<StandIn.Request, StandIn.@Nullable Reply> first = request -> null;

    private final class Watched implements StandIn {
        @Override
        public String name() {
            return real.name();
        }

        @Override
        public List<String> addresses() {
            return real.addresses();
        }

        @Override
        public @Nullable String unit() {
            return null;
        }

        @Override
        public Map<String, String> environment() {
            return real.environment();
        }

        @Override
        public Service start(@Nullable Machine machine) {
            return request -> {
                Reply instead = first.apply(request);
                Reply reply = instead == null ? service.answer(request) : instead;
                exchanges.add(new Exchange(request, reply));
                return reply;
            };
        }
    }

    final StandIns standIns = new StandIns(List.of(new Watched()));
    private final Host host = TestHosts.simulated(standIns);

    ModuleContract contract(TaskModule module) {
        return ModuleContract.of(module, host).calling(standIns);
    }

    String send(String method, String path, String body) {
        StandIn.Reply reply = service.answer(new StandIn.Request(
                method, "api.linode.com", "/v4" + path, Map.of("authorization", "Bearer " + LinodeStandIn.TOKEN),
                body.getBytes(StandardCharsets.UTF_8)));
        String text = new String(reply.body(), StandardCharsets.UTF_8);
        if (reply.status() != 200) {
            throw new IllegalStateException(text);
        }
        return text;
    }

    @Override
    public void close() {
        host.close();
        standIns.close();
    }
}
