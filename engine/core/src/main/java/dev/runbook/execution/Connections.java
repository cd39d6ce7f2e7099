package dev.runbook.execution;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Scope;
import dev.runbook.host.Access;
import dev.runbook.host.ConnectionSettings;
import dev.runbook.host.ConnectionSettings.HostKeyPolicy;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From variables, keywords and the command line to how a host is reached and as whom. */
final class Connections {
    private static final List<String> PASSWORDS = List.of(
            "ansible_password",
            "ansible_ssh_pass",
            "ansible_ssh_password",
            "ansible_become_password",
            "ansible_become_pass",
            "ansible_sudo_pass",
            "ansible_su_pass",
            "ansible_ssh_private_key_passphrase",
            "ansible_private_key_passphrase");

    private static final java.util.regex.Pattern JUMP =
            java.util.regex.Pattern.compile("(?:-o\\s*['\"]?ProxyJump[= ]|-J\\s*)([^\\s'\"]+)");
    private static final java.util.regex.Pattern HOST_KEYS =
            java.util.regex.Pattern.compile("StrictHostKeyChecking[= ](\\S+?)['\"]?(?:\\s|$)");

    private Connections() {}

    static ConnectionSettings settings(HostState host, Settings task, Scope scope, RunContext context) {
        RunOptions.Connection defaults = context.options().connection();
        Variables variables = new Variables(scope);
        // Learned at their origin: a text they are part of may come back from a host in other pieces.
        PASSWORDS.forEach(name -> variables.secret(name).ifPresent(secret -> learn(context, secret)));
        String connection = Booleans.text(task.connection(), scope)
                .or(() -> variables.text("ansible_connection"))
                .orElse("ssh");
        String user = Booleans.text(task.remoteUser(), scope)
                .or(() -> variables.text("ansible_user"))
                .or(() -> variables.text("ansible_ssh_user"))
                .orElse(defaults.user());
        Secret password = variables.secret("ansible_password", "ansible_ssh_pass").orElse(defaults.password());
        Secret passphrase = variables.secret("ansible_ssh_private_key_passphrase").orElse(null);
        learn(context, password);
        learn(context, passphrase);
        String common = variables.text("ansible_ssh_common_args").orElse("") + " "
                + variables.text("ansible_ssh_extra_args").orElse("");
        String kind = host.imagined() != null || defaults.simulated() ? "simulated" : kind(connection, task.connection());
        return new ConnectionSettings(
                host.name(),
                kind,
                host.imagined() != null
                        ? host.name()
                        : variables.text("ansible_host").or(() -> variables.text("ansible_ssh_host")).orElse(host.name()),
                task.port() != null
                        ? (int) Booleans.number(task.port(), scope, 0)
                        : variables.number("ansible_port").or(() -> variables.number("ansible_ssh_port")).orElse(0),
                user,
                password,
                keys(variables, defaults.privateKey()),
                passphrase,
                jump(common),
                policy(variables, common, defaults.hostKeys()),
                variables.text("ansible_ssh_known_hosts_file").map(Connections::path).orElse(null),
                variables.number("ansible_timeout").map(Duration::ofSeconds).orElse(defaults.connectTimeout()),
                Duration.ofSeconds(15),
                kind.equals("simulated") ? Simulations.of(scope, host.imagined()) : null);
    }

    private static void learn(RunContext context, @Nullable Secret secret) {
        if (secret != null) {
            context.masker().add(secret.reveal());
        }
    }

    private static String kind(String connection, @Nullable Expression keyword) {
        return switch (connection.toLowerCase(Locale.ROOT)) {
            case "local" -> "local";
            case "simulated" -> "simulated";
            case "ssh", "smart", "paramiko", "paramiko_ssh", "openssh" -> "ssh";
            default -> throw new RunbookException(Diagnostic.error(
                    "unknown-connection",
                    keyword == null ? null : keyword.span(),
                    "unknown connection \"" + connection + "\": expected ssh, local or simulated"));
        };
    }

    private static List<Path> keys(Variables variables, @Nullable Path given) {
        return variables
                .text("ansible_ssh_private_key_file")
                .or(() -> variables.text("ansible_private_key_file"))
                .map(Connections::path)
                .or(() -> Optional.ofNullable(given))
                .map(List::of)
                .orElse(List.of());
    }

    private static Path path(String text) {
        return text.startsWith("~/") ? Path.of(System.getProperty("user.home"), text.substring(2)) : Path.of(text);
    }

    /** {@code -o ProxyJump=…} or {@code -J …}, as inventories made for Ansible have them. */
    private static @Nullable String jump(String arguments) {
        if (arguments.isBlank()) {
            return null;
        }
        var matcher = JUMP.matcher(arguments);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static HostKeyPolicy policy(Variables variables, String arguments, HostKeyPolicy otherwise) {
        var matcher = HOST_KEYS.matcher(arguments);
        String asked = variables.text("ansible_host_key_checking")
                .orElse(matcher.find() ? matcher.group(1) : "");
        return switch (asked.toLowerCase(Locale.ROOT)) {
            case "no", "off", "false" -> HostKeyPolicy.NO;
            case "accept-new" -> HostKeyPolicy.ACCEPT_NEW;
            case "yes", "true" -> HostKeyPolicy.STRICT;
            default -> otherwise;
        };
    }

    static Access access(Settings task, Scope scope, RunContext context) {
        return access(task, scope, scope, context);
    }

    /** @param reach the variables of the host that is acted on, where that is another one */
    static Access access(Settings task, Scope scope, Scope reach, RunContext context) {
        RunOptions.Connection defaults = context.options().connection();
        Variables variables = new Variables(reach);
        boolean become = task.become() != null
                ? Booleans.of(task.become(), scope, false)
                : variables.text("ansible_become").map(Boolean::parseBoolean).orElse(defaults.become());
        Map<String, String> environment = new LinkedHashMap<>();
        for (Expression expression : task.environments()) {
            addEnvironment(environment, expression, scope, context);
        }
        Duration limit = Booleans.duration(task.timeout(), scope, Duration.ZERO);
        Duration timeout = limit.isZero() ? null : limit;
        if (!become) {
            return new Access(null, environment, timeout);
        }
        String user = Booleans.text(task.becomeUser(), scope)
                .or(() -> variables.text("ansible_become_user"))
                .or(() -> Optional.ofNullable(defaults.becomeUser()))
                .orElse("root");
        String method = Booleans.text(task.becomeMethod(), scope)
                .or(() -> variables.text("ansible_become_method"))
                .orElse("sudo");
        if (!method.equals("sudo") && !method.equals("su")) {
            throw new RunbookException(Diagnostic.error(
                    "unknown-become-method",
                    task.becomeMethod() == null ? null : task.becomeMethod().span(),
                    "unknown become_method \"" + method + "\": expected sudo or su"));
        }
        Secret password = variables
                .secret("ansible_become_password", "ansible_become_pass", "ansible_sudo_pass")
                .orElse(defaults.becomePassword());
        learn(context, password);
        return new Access(new Access.Become(user, method, password), environment, timeout);
    }

    private static void addEnvironment(
            Map<String, String> environment, Expression expression, Scope scope, RunContext context) {
        Object value = expression.evaluate(scope);
        switch (value) {
            case null -> {}
            case Unknown unknown -> throw new UnknownException(unknown);
            case Map<?, ?> map -> map.forEach((key, setting) -> {
                switch (setting) {
                    case null -> environment.put(String.valueOf(key), "");
                    case Unknown unknown -> throw new UnknownException(unknown);
                    case Secret secret -> {
                        context.masker().add(secret.reveal());
                        environment.put(String.valueOf(key), secret.reveal());
                    }
                    default -> environment.put(String.valueOf(key), setting.toString());
                }
            });
            default -> throw new RunbookException(Diagnostic.error(
                    "wrong-type", expression.span(), "environment needs a mapping of names to values"));
        }
    }

    /** Connection variables of a host. */
    private record Variables(Scope scope) {
        Optional<String> text(String name) {
            Object value = scope.lookup(name);
            return switch (value) {
                case null -> Optional.empty();
                case Unknown unknown -> throw new UnknownException(unknown);
                case Secret secret -> Optional.of(secret.reveal());
                default -> value == Scope.UNDEFINED ? Optional.empty() : Optional.of(value.toString());
            };
        }

        Optional<Secret> secret(String... names) {
            for (String name : names) {
                Optional<String> value = text(name);
                if (value.isPresent()) {
                    return value.map(Secret::new);
                }
            }
            return Optional.empty();
        }

        Optional<Integer> number(String name) {
            return text(name).map(text -> {
                try {
                    return Integer.valueOf(text.strip());
                } catch (NumberFormatException e) {
                    throw new RunbookException(Diagnostic.error(
                            "wrong-type", null, name + " must be a number, not \"" + text + "\""));
                }
            });
        }
    }
}
