package dev.runbook.modules.linode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.runbook.testkit.ModuleContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinodeCatalogModuleTest {
    private final LinodeTest linode = new LinodeTest();
    private final ModuleContract contract = linode.contract(new LinodeCatalogModule());

    @AfterEach
    void close() {
        linode.close();
    }

    @Test
    void isDocumented() {
        contract.documented();
    }

    @Test
    void lists() {
        assertEquals("""
                id             label       memory_mb  vcpus  disk_mb  monthly_usd
                g6-standard-1  Linode 2GB       2048      1    51200         12.0
                g6-standard-2  Linode 4GB       4096      2    81920         24.0
                g6-standard-4  Linode 8GB       8192      4   163840         48.0
                """, contract.answers("linode_catalog: {list: types, matching: G6-Standard}").result().get("table"));
        String images = String.valueOf(contract.answers("linode_catalog: {list: images}").result().get("items"));
        assertFalse(images.contains("debian11"), images);
        assertEquals(List.of(), contract.answers("linode_catalog: {list: regions, matching: nowhere}").result().get("items"));
    }
}
