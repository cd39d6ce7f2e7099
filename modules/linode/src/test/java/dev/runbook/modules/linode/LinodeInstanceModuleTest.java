package dev.runbook.modules.linode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.TaskFailedException;
import dev.runbook.api.simulated.StandIn.Reply;
import dev.runbook.modules.linode.standin.LinodeStandIn;
import dev.runbook.testkit.ModuleContract;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinodeInstanceModuleTest {
    private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample me@example.org";
    private static final String TASK = "linode_instance: {label: web1, region: us-sea, type: g6-standard-1,"
            + " image: linode/debian12, authorized_keys: ['" + KEY + "'], tags: [b, a], add_to_groups: [web]}";

    private final LinodeTest linode = new LinodeTest();
    private final ModuleContract contract = linode.contract(new LinodeInstanceModule());

    @AfterEach
    void close() {
        linode.close();
    }

    private TaskFailedException fails(String task) {
        return assertThrows(TaskFailedException.class, () -> contract.converges(task));
    }

    private String with(String parameters) {
        return TASK.replace("{label", "{" + parameters + ", label");
    }

    @Test
    void isDocumented() {
        contract.documented();
    }

    @Test
    void itComesAndGoes() {
        var made = contract.converges(TASK).result();
        assertEquals("running", made.get("status"));
        assertEquals(List.of("203.0.113.11"), made.get("ipv4"));
        assertEquals(List.of("a", "b"), made.get("tags"));
        contract.unchanged(TASK);
        contract.unchanged("linode_instance: {label: web1}");
        contract.converges(TASK.replace("[b, a]", "[c]"));
        contract.converges(with("backups: true"));
        contract.converges(with("backups: false, state: stopped").replace("[b, a]", "[c]"));
        contract.unchanged("linode_instance: {label: web1, state: present}");
        contract.converges("linode_instance: {label: web1}");
        contract.converges("linode_instance: {label: web1, state: absent}");
        contract.unchanged("linode_instance: {label: web1, state: absent}");
    }

    @Test
    void whatDriftedIsPutBack() {
        contract.converges(TASK);
        linode.send("PUT", "/linode/instances/1001", "{\"tags\":[\"x\"]}");
        assertEquals(List.of("tag the Linode web1"),
                contract.converges(TASK).actions().stream().map(action -> action.summary()).toList());
        linode.send("POST", "/linode/instances/1001/shutdown", "{}");
        assertEquals("running", contract.converges(TASK).result().get("status"));
        contract.unchanged(TASK);
    }

    @Test
    void theFirewallIsThereFromTheStartAndPutBack() {
        assertEquals("there is no firewall web", fails(with("firewall: web")).getMessage());
        linode.contract(new LinodeFirewallModule()).converges("linode_firewall: {label: web}");
        contract.converges(with("firewall: web"));
        contract.unchanged(with("firewall: web"));
        assertTrue(linode.send("GET", "/networking/firewalls/1001/devices", "").contains("\"id\":1002"));
        linode.contract(new LinodeFirewallModule()).converges("linode_firewall: {label: other}");
        contract.converges(with("firewall: other"));
        contract.unchanged(with("firewall: other"));
        assertTrue(assertThrows(TaskFailedException.class, () -> linode.contract(new LinodeFirewallModule())
                .converges("linode_firewall: {label: other, state: absent}")).getMessage().contains("still protects 1 Linode"));
    }

    @Test
    void anUpheavalNeedsAWord() {
        contract.converges(TASK);
        TaskFailedException resize = fails(TASK.replace("g6-standard-1", "g6-standard-2"));
        assertEquals("the Linode web1 is a g6-standard-1, not a g6-standard-2", resize.getMessage());
        assertTrue(resize.hints().getFirst().startsWith("`allow: [resize]`"));
        contract.converges(with("allow: [resize]").replace("g6-standard-1", "g6-standard-2"));
        TaskFailedException rebuild = fails(with("allow: [resize]").replace("debian12", "debian13"));
        assertTrue(rebuild.hints().getFirst().contains("destroys everything on its disks"));
        contract.converges(with("allow: [rebuild, resize]").replace("debian12", "debian13"));
        assertEquals("the Linode web1 is in us-sea, not in us-ord", fails(TASK.replace("us-sea", "us-ord")).getMessage());
    }

    @Test
    void whatLinodeDoesNotHaveIsSaidBeforeAnythingIsMade() {
        TaskFailedException region = fails(TASK.replace("us-sea", "us-see"));
        assertEquals("Linode has no region us-see", region.getMessage());
        assertEquals("Did you mean us-sea?", region.hints().getFirst());
        assertEquals("Linode has no type g6-standard-3", fails(TASK.replace("standard-1", "standard-3")).getMessage());
        assertEquals("Did you mean linode/debian12?",
                fails(TASK.replace("linode/debian12", "debian12")).hints().getFirst());
        assertTrue(fails(TASK.replace("debian12", "debian11")).getMessage().contains("is deprecated"));
        assertTrue(fails(TASK.replace("us-sea", "jp-osa")).getMessage().contains("its status is outage"));
        assertTrue(fails(with("user_data: x").replace("us-sea", "ap-west")).getMessage().contains("takes no user data"));
        assertEquals("there is no Linode web1, and making one needs region, type, image",
                fails("linode_instance: {label: web1}").getMessage());
        assertEquals("nobody could log in to a new Linode web1", fails(TASK.replace("'" + KEY + "'", "")).getMessage());
        assertTrue(linode.exchanges.stream().allMatch(exchange -> exchange.request().method().equals("GET")));
    }

    @Test
    void oneThatWasMadeMeanwhileIsTaken() {
        linode.first = request -> {
            if (request.method().equals("POST") && request.path().equals("/v4/linode/instances")) {
                linode.first = other -> null;
                linode.send("POST", "/linode/instances", request.text());
            }
            return null;
        };
        assertEquals("running", contract.converges(TASK).result().get("status"));
        contract.unchanged(TASK);
        assertTrue(linode.exchanges.stream().anyMatch(exchange -> exchange.reply().status() == 400
                && new String(exchange.reply().body()).contains("Label must be unique among your linodes")));
    }

    @Test
    void whatIsTooMuchIsAskedAgain() {
        AtomicInteger refused = new AtomicInteger();
        linode.first = request -> refused.incrementAndGet() <= 2
                ? new Reply(429, java.util.Map.of("retry-after", "0"), "{\"errors\":[{\"reason\":\"Too many requests\"}]}".getBytes())
                : null;
        contract.converges(TASK);
        AtomicInteger broken = new AtomicInteger();
        linode.first = request -> broken.incrementAndGet() == 1 ? Reply.text(502, "<html>") : null;
        contract.unchanged(TASK);
        linode.first = request -> request.method().equals("PUT") ? Reply.json(503, "{\"errors\":[{\"reason\":\"Maintenance\"}]}") : null;
        assertEquals("Linode's API fails with HTTP status 503: Maintenance", fails(TASK.replace("[b, a]", "[z]")).getMessage());
        assertEquals(1, linode.exchanges.stream().filter(exchange -> exchange.request().method().equals("PUT")).count());
    }

    @Test
    void refusalsAreExplainedAndTheTokenIsNotShown() {
        TaskFailedException wrong = fails(with("token: not-a-good-one"));
        assertEquals("Linode does not accept the token: Invalid Token", wrong.getMessage());
        assertFalse((wrong.getMessage() + wrong.hints()).contains("not-a-good-one"));
        linode.first = request -> request.method().equals("POST")
                ? Reply.json(403, "{\"errors\":[{\"reason\":\"Unauthorized\"}]}") : null;
        assertTrue(fails(TASK).getMessage().startsWith("the token may not do this (POST /linode/instances): Unauthorized"));
        linode.first = request -> null;
        assertEquals("Linode refuses: root_pass: Password does not meet strength requirement.",
                fails(with("root_pass: lettersonly")).getMessage());
        TaskFailedException none = assertThrows(TaskFailedException.class, () -> ModuleContract.of(
                new LinodeInstanceModule(), dev.runbook.testkit.TestHosts.simulated(dev.runbook.host.simulated.StandIns.NONE))
                .calling(dev.runbook.host.simulated.StandIns.NONE).converges(TASK));
        assertEquals("there is no token for the Linode API", none.getMessage());
        assertEquals("Bearer " + LinodeStandIn.TOKEN, linode.exchanges.getLast().request().header("authorization"));
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        for (String[] wrong : List.of(
                new String[] {TASK.replace("web1", "a"), "cannot be a label"},
                new String[] {TASK.replace("web1", "web--1"), "cannot be a label"},
                new String[] {TASK.replace(KEY, "id_rsa.pub"), "this is no public key"},
                new String[] {with("root_pass: short"), "needs 7 to 128 characters"},
                new String[] {with("api_url: api.linode.com"), "expected scheme and host"},
                new String[] {with("timeout: 0s"), "must be positive"})) {
            String message = contract.refuses(wrong[0]);
            assertTrue(message.contains(wrong[1]), message);
        }
    }
}
