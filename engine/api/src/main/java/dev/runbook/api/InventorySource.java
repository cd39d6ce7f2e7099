package dev.runbook.api;

/**
 * Says which hosts there are, by asking something else: a cloud, a database. An inventory file uses it by its name:
 * {@code plugin: NAME}, with the parameters beside it.
 *
 * <p>Implementations are stateless, have a public constructor without parameters, carry {@link InventoryPlugin}, and are
 * listed in {@code META-INF/services/dev.runbook.api.InventorySource}.
 *
 * @param <P> the parameters: a record, its components described by {@link Param} as for modules
 */
public interface InventorySource<P extends Record> {
    /**
     * Finds the hosts there are now. Called before anything runs, and again for {@code meta: refresh_inventory}, so it
     * must not remember an earlier answer. Only reads.
     *
     * @throws InventorySourceException where they cannot be found; the message is for the user
     */
    FoundInventory find(P parameters);
}
