package dev.runbook.modules.linode;

import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.modules.linode.LinodeInstanceModule.Parameters;
import dev.runbook.modules.linode.LinodeInstanceModule.Presence;
import dev.runbook.modules.linode.LinodeInstanceModule.Upheaval;
import java.util.ArrayList;
import java.util.List;

/** What must hold before a Linode is made or changed; looked at before anything is done. */
final class Requirements {
    private Requirements() {}

    static void ofNew(Parameters parameters, Account account, World world) {
        List<String> missing = new ArrayList<>();
        if (parameters.region() == null) {
            missing.add("region");
        }
        if (parameters.type() == null) {
            missing.add("type");
        }
        if (parameters.image() == null) {
            missing.add("image");
        }
        if (!missing.isEmpty()) {
            throw new TaskFailedException(
                    "there is no Linode " + parameters.label() + ", and making one needs " + String.join(", ", missing));
        }
        if (parameters.authorizedKeys().isEmpty() && parameters.authorizedUsers().isEmpty() && parameters.rootPass() == null) {
            throw new TaskFailedException(
                    "nobody could log in to a new Linode " + parameters.label(), null,
                    List.of("Give `authorized_keys`, `authorized_users` or `root_pass`; keys are best."));
        }
        world.prefetch(List.of(
                new Catalog.All(account, Catalog.Kind.REGIONS),
                new Catalog.All(account, Catalog.Kind.TYPES),
                new Catalog.All(account, Catalog.Kind.IMAGES)));
        region(parameters, account, world);
        type(parameters, account, world);
        image(parameters, account, world);
    }

    private static void region(Parameters parameters, Account account, World world) {
        String id = String.valueOf(parameters.region());
        Catalog.Offer region = Catalog.require(world.ask(new Catalog.All(account, Catalog.Kind.REGIONS)), "region", id);
        if (!region.can("Linodes")) {
            throw new TaskFailedException("the region " + id + " has no Linodes");
        }
        if (!"ok".equals(region.details().get("status"))) {
            throw new TaskFailedException("the region " + id + " is not in order now: its status is "
                    + region.details().get("status"));
        }
        if (parameters.userData() != null && !region.can("Metadata")) {
            throw new TaskFailedException("the region " + id + " takes no user data");
        }
        if (parameters.firewall() != null && !region.can("Cloud Firewall")) {
            throw new TaskFailedException("the region " + id + " has no firewalls");
        }
    }

    private static void type(Parameters parameters, Account account, World world) {
        Catalog.require(world.ask(new Catalog.All(account, Catalog.Kind.TYPES)), "type", String.valueOf(parameters.type()));
    }

    private static void image(Parameters parameters, Account account, World world) {
        String id = String.valueOf(parameters.image());
        Catalog.Offer image = Catalog.require(world.ask(new Catalog.All(account, Catalog.Kind.IMAGES)), "image", id);
        if (Boolean.TRUE.equals(image.details().get("deprecated"))) {
            throw new TaskFailedException(
                    "the image " + id + " is deprecated: Linode no longer keeps it up to date", null,
                    List.of("`linode_catalog: {list: images}` lists those that are."));
        }
        if (parameters.userData() != null && !image.can("cloud-init")) {
            throw new TaskFailedException("the image " + id + " has no cloud-init, so it takes no user data");
        }
    }

    static void ofPresent(Parameters parameters, Instance instance, Account account, World world) {
        String name = "the Linode " + parameters.label();
        if (parameters.region() != null && !parameters.region().equals(instance.region())) {
            throw new TaskFailedException(
                    name + " is in " + instance.region() + ", not in " + parameters.region(), null,
                    List.of("A Linode is moved by a migration, which this does not do. Give its region, or make another one."));
        }
        if (parameters.type() != null && !parameters.type().equals(instance.type())) {
            if (!parameters.allow().contains(Upheaval.RESIZE)) {
                throw new TaskFailedException(
                        name + " is a " + instance.type() + ", not a " + parameters.type(), null,
                        List.of("`allow: [resize]` lets it be resized, which stops it for some minutes."));
            }
            type(parameters, account, world);
        }
        if (parameters.image() != null && !parameters.image().equals(instance.image())) {
            if (!parameters.allow().contains(Upheaval.REBUILD)) {
                throw new TaskFailedException(
                        name + " was made from " + instance.image() + ", not from " + parameters.image(), null,
                        List.of("`allow: [rebuild]` lets it be rebuilt, which destroys everything on its disks."));
            }
            image(parameters, account, world);
        }
        if (instance.status().equals("billing_suspension") && parameters.state() == Presence.RUNNING) {
            throw new TaskFailedException(name + " is suspended, because the account is not paid for");
        }
    }
}
