package dev.runbook.modules.linode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.runbook.api.FoundInventory;
import dev.runbook.api.InventorySourceException;
import dev.runbook.api.Secret;
import dev.runbook.modules.linode.standin.LinodeStandIn;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinodeInventoryTest {
    private final LinodeTest linode = new LinodeTest();
    private final LinodeInventory source = new LinodeInventory();

    @BeforeEach
    void estate() {
        make("web2", "us-ord", "\"web\"");
        make("web1", "us-sea", "\"Web Front\",\"prod\"");
        make("db1", "us-sea", "\"prod\"");
        for (int i = 0; i < 3; i++) {
            linode.send("GET", "/linode/instances", ""); // they start meanwhile
        }
        linode.send("POST", "/linode/instances/1003/shutdown", "{}");
    }

    private void make(String label, String region, String tags) {
        linode.send("POST", "/linode/instances", "{\"label\":\"" + label + "\",\"region\":\"" + region
                + "\",\"type\":\"g6-standard-1\",\"image\":\"linode/debian12\",\"authorized_keys\":[\"ssh-ed25519 AAAA x\"],\"tags\":["
                + tags + "]}");
    }

    @AfterEach
    void close() {
        linode.close();
    }

    private FoundInventory find(
            List<String> tags, List<String> regions, List<String> labels, List<LinodeInventory.Key> by, boolean running,
            String token) {
        return source.find(new LinodeInventory.Parameters(tags, regions, labels, List.of("all_linodes"), by, running, "root",
                new Secret(token), linode.standIns.endpoint("https://api.linode.com")));
    }

    private List<String> names(List<String> tags, List<String> regions, List<String> labels, boolean running) {
        return find(tags, regions, labels, List.of(), running, LinodeStandIn.TOKEN).hosts().stream()
                .map(FoundInventory.Host::name).toList();
    }

    @Test
    void hostsAreThoseAskedFor() {
        assertEquals(List.of("web1", "web2"), names(List.of(), List.of(), List.of(), true));
        assertEquals(List.of("db1", "web1", "web2"), names(List.of(), List.of(), List.of(), false));
        assertEquals(List.of("db1", "web1"), names(List.of("prod", "other"), List.of(), List.of(), false));
        assertEquals(List.of("web2"), names(List.of(), List.of("us-ord"), List.of("web*"), true));
        assertEquals(List.of(), names(List.of(), List.of(), List.of("web"), true));
    }

    @Test
    void hostsKnowWhereTheyAreAndStandInGroups() {
        FoundInventory found = find(List.of(), List.of(), List.of("web1"),
                List.of(LinodeInventory.Key.TAG, LinodeInventory.Key.REGION), true, LinodeStandIn.TOKEN);
        FoundInventory.Host web1 = found.hosts().getFirst();
        assertEquals("203.0.113.12", web1.variables().get("ansible_host"));
        assertEquals("us-sea", web1.variables().get("linode_region"));
        assertEquals(List.of("all_linodes", "tag_web_front", "tag_prod", "region_us_sea"), web1.groups());
    }

    @Test
    void aWrongTokenIsExplainedAndNotShown() {
        InventorySourceException wrong = assertThrows(InventorySourceException.class,
                () -> find(List.of(), List.of(), List.of(), List.of(), true, "not-this-one"));
        assertEquals("Linode does not accept the token: Invalid Token", wrong.getMessage());
        assertFalse((wrong.getMessage() + wrong.hints()).contains("not-this-one"));
    }
}
