package dev.runbook.modules.linode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.testkit.ModuleContract;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinodeFirewallModuleTest {
    private static final String TASK = "linode_firewall: {label: web, inbound: [{label: ssh, ports: '22,8000-8080',"
            + " addresses: {ipv4: [192.0.2.0/24]}}], tags: [x]}";

    private final LinodeTest linode = new LinodeTest();
    private final ModuleContract contract = linode.contract(new LinodeFirewallModule());

    @AfterEach
    void close() {
        linode.close();
    }

    @Test
    void isDocumented() {
        contract.documented();
    }

    @Test
    void itComesDriftsAndGoes() {
        var made = contract.converges(TASK).result();
        assertEquals(List.of("ssh: accept tcp 22, 8000-8080 from 192.0.2.0/24"), made.get("inbound"));
        contract.unchanged(TASK);
        linode.send("PUT", "/networking/firewalls/1001/rules",
                "{\"inbound_policy\":\"ACCEPT\",\"outbound_policy\":\"ACCEPT\",\"inbound\":[],\"outbound\":[]}");
        var drifted = (LinodeFirewallModule.State) Objects.requireNonNull(contract.converges(TASK).before());
        assertEquals("accept", drifted.inboundPolicy());
        assertEquals(List.of(), drifted.inbound());
        contract.converges(TASK.replace("[x]", "[y]"));
        contract.converges("linode_firewall: {label: web, state: absent}");
        contract.unchanged("linode_firewall: {label: web, state: absent}");
    }

    @Test
    void pagesAreFollowedAndFieldsThatAreNotKnownDoNoHarm() {
        for (int i = 0; i < 501; i++) {
            linode.send("POST", "/networking/firewalls",
                    "{\"label\":\"other" + i + "\",\"rules\":{\"inbound_policy\":\"DROP\",\"outbound_policy\":\"DROP\"}}");
        }
        contract.converges(TASK);
        contract.unchanged(TASK);
        linode.first = request -> {
            linode.first = other -> null;
            return dev.runbook.api.simulated.StandIn.Reply.json(200,
                    "{\"data\":[{\"id\":9,\"label\":\"odd\",\"news\":{\"a\":1},\"rules\":{\"inbound\":[{\"news\":1}]}}],\"pages\":1}");
        };
        contract.converges(TASK.replace("label: web", "label: web2"));
    }

    @Test
    void whatCannotBeARuleIsRefused() {
        for (String[] wrong : List.of(
                new String[] {TASK.replace("22,8000-8080", "ssh"), "expected ports such as"},
                new String[] {TASK.replace("192.0.2.0/24", "192.0.2.1"), "expected CIDR notation"},
                new String[] {TASK.replace("[192.0.2.0/24]", "[]"), "needs at least one network"},
                new String[] {TASK.replace("label: ssh", "label: x"), "cannot be a rule's label"},
                new String[] {TASK.replace("label: ssh", "protocol: icmp, label: ssh"), "icmp has no ports"})) {
            String message = contract.refuses(wrong[0]);
            assertTrue(message.contains(wrong[1]), message);
        }
    }
}
